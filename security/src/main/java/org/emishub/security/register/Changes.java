package org.emishub.security.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference between the registers of two days, in words.
 *
 * @param source where the two registers come from, for the reader
 */
public record Changes(
        LocalDate from,
        LocalDate to,
        String source,
        List<Agreement> came,
        List<Agreement> ended,
        List<Changed> changed,
        int same) {
    /** What a text's hash says is no term, and whether it is in force is what the lists are about. */
    private static final Set<String> NO_TERMS = Set.of("bundleHash", "state", "asks", "discloses", "withholds");

    public Changes {
        came = List.copyOf(came);
        ended = List.copyOf(ended);
        changed = List.copyOf(changed);
    }

    /** An agreement that says something else than before. */
    public record Changed(Agreement then, Agreement now, List<String> words) {
        public Changed {
            words = List.copyOf(words);
        }
    }

    /**
     * Compares.
     *
     * @param then the agreements in force on the first day, one of each id
     * @param now those in force on the second
     */
    public static Changes between(
            LocalDate from, Collection<Agreement> then, LocalDate to, Collection<Agreement> now, String source) {
        Map<String, Agreement> before = byId(then);
        Map<String, Agreement> after = byId(now);
        List<Changed> changed = new ArrayList<>();
        int same = 0;
        for (Agreement old : before.values()) {
            Agreement next = after.get(old.id());
            if (next != null && !next.bundleHash().equals(old.bundleHash())) {
                changed.add(new Changed(old, next, words(old, next)));
            } else if (next != null) {
                same++;
            }
        }
        return new Changes(from, to, source, without(after, before), without(before, after), changed, same);
    }

    private static Map<String, Agreement> byId(Collection<Agreement> agreements) {
        return agreements.stream()
                .collect(Collectors.toMap(
                        Agreement::id,
                        one -> one,
                        (one, other) -> one.version() > other.version() ? one : other,
                        TreeMap::new));
    }

    private static List<Agreement> without(Map<String, Agreement> all, Map<String, Agreement> others) {
        return all.values().stream()
                .filter(one -> !others.containsKey(one.id()))
                .toList();
    }

    /** What differs between two texts of one agreement, term by term and field by field. */
    static List<String> words(Agreement then, Agreement now) {
        List<String> words = new ArrayList<>();
        Map<String, String> before = RegisterText.columns(then, true);
        Map<String, String> after = RegisterText.columns(now, true);
        Set<String> terms = new TreeSet<>(before.keySet());
        terms.addAll(after.keySet());
        terms.removeAll(NO_TERMS);
        terms.forEach(term -> differs(term, before.getOrDefault(term, ""), after.getOrDefault(term, ""), words));
        fields("leaves", "leaves no more", texts(then.discloses()), texts(now.discloses()), words);
        fields("is told to the holder", "is told to the holder no more", texts(then.asks()), texts(now.asks()), words);
        fields("is withheld", "is not named as withheld any more", then.withholds(), now.withholds(), words);
        return words.isEmpty() ? List.of("The text was changed, and no term of it.") : words;
    }

    private static void differs(String term, String then, String now, List<String> words) {
        if (!then.equals(now)) {
            words.add(term + ": was '" + then + "', is '" + now + "'.");
        }
    }

    private static Map<String, String> texts(Map<String, Operation> operations) {
        Map<String, String> texts = new LinkedHashMap<>();
        operations.forEach((path, operation) -> texts.put(path, operation.text()));
        return texts;
    }

    private static void fields(
            String holds, String ended, Map<String, String> then, Map<String, String> now, List<String> words) {
        now.forEach((path, text) -> {
            String before = then.get(path);
            if (before == null) {
                words.add(path + " now " + holds + ": " + text + ".");
            } else if (!before.equals(text)) {
                words.add(path + " " + holds + " otherwise: was '" + before + "', is '" + text + "'.");
            }
        });
        then.keySet().stream()
                .filter(path -> !now.containsKey(path))
                .forEach(path -> words.add(path + " " + ended + "."));
    }

    public ObjectNode json() {
        ObjectNode json = StrictJson.newObject()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("source", source)
                .put("unchanged", same);
        list(json.putArray("came"), came);
        list(json.putArray("ended"), ended);
        ArrayNode all = json.putArray("changed");
        changed.forEach(one -> {
            ObjectNode node = all.addObject()
                    .put("agreement", one.now().id())
                    .put("title", one.now().title())
                    .put("fromVersion", one.then().version())
                    .put("toVersion", one.now().version());
            one.words().forEach(node.putArray("changes")::add);
        });
        return json;
    }

    private static void list(ArrayNode all, List<Agreement> agreements) {
        agreements.forEach(one -> all.addObject()
                .put("agreement", one.id())
                .put("version", one.version())
                .put("title", one.title())
                .put("provider", one.provider().toString())
                .put("client", one.client().toString())
                .put("purpose", one.purpose()));
    }

    /** A heading line, then one line for each thing that came, ended or changed. */
    public String csv() {
        StringBuilder csv = new StringBuilder(Csv.line(List.of("agreement", "version", "what", "in words")));
        came.forEach(one -> csv.append(line(one, "came", one.title())));
        ended.forEach(one -> csv.append(line(one, "ended", one.title())));
        changed.forEach(one -> one.words().forEach(words -> csv.append(line(one.now(), "changed", words))));
        return csv.toString();
    }

    private static String line(Agreement agreement, String what, String words) {
        return Csv.line(List.of(agreement.id(), Integer.toString(agreement.version()), what, words));
    }

    public String html() {
        Page page = new Page("What changed in the register");
        page.paragraph("Between the end of " + from + " and the end of " + to + ", " + source + ". " + came.size()
                + " agreements came, " + ended.size() + " ended, " + changed.size() + " changed, " + same
                + " stayed as they were.");
        page.together("came", "Came");
        page.table("Agreements that came", List.of("Agreement", "From, to", "Purpose"), rows(came));
        page.together("ended", "Ended");
        page.table("Agreements that ended", List.of("Agreement", "From, to", "Purpose"), rows(ended));
        page.together("changed", "Changed");
        if (changed.isEmpty()) {
            page.paragraph("None.");
        }
        changed.forEach(one -> page.heading(one.now().title() + " (" + one.now().id() + ", version "
                        + one.then().version() + " to " + one.now().version() + ")")
                .bullets(one.words()));
        return page.html();
    }

    private static List<List<String>> rows(List<Agreement> agreements) {
        return agreements.stream()
                .map(one -> List.of(
                        one.title() + " (" + one.id() + ", version " + one.version() + ")",
                        one.provider() + " to " + one.client(),
                        one.purpose()))
                .toList();
    }
}
