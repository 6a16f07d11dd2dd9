package org.emishub.deployment.campaign.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether entries say what happened, all of it and nothing else, in an order in which it may happen. */
final class Paths {
    /** A dead letter that an operator retried begins again. */
    private static final String AGAIN = "(RELEASED DEAD )*";

    /** A receipt that comes when its letter was given up counts all the same. */
    private static final Pattern LEGAL = Pattern.compile(
            AGAIN + "(RELEASED (RECEIPTED|DEAD( EXPIRED| RECEIPTED)?|EXPIRED|REFUSED)|EXPIRED|REFUSED)?");

    private static final Map<String, Set<String>> LAST = Map.of(
            "DELIVERED", Set.of("RECEIPTED"),
            "DEAD", Set.of("DEAD"),
            "EXPIRED", Set.of("EXPIRED"));
    private static final Set<String> OF_LETTERS = Set.of("RELEASED", "RECEIPTED", "DELIVERED", "DEAD", "EXPIRED");
    private static final Set<String> OF_MESSAGES = Set.of("RECEIVED", "REFUSED");

    private final Known known;
    private final List<Finding> findings = new ArrayList<>();

    private Paths(Known known) {
        this.known = known;
    }

    static List<Finding> check(Known known) {
        Paths paths = new Paths(known);
        known.rows.inbox().forEach(paths::message);
        known.rows.letters().forEach(paths::letter);
        paths.beforeTheFirstByte();
        paths.nothingElse();
        return paths.findings;
    }

    private void message(Rows.Inbox row) {
        int received = known.about(row.id(), "RECEIVED").size();
        if (received == 0) {
            add(Rule.NO_ENTRY, "message " + row.id() + " was received, and there is no entry of it");
        } else if (received > 1 && row.state().equals("ACCEPTED")) {
            add(Rule.EXTRA_ENTRY, "message " + row.id() + " is entered as received " + received + " times");
        }
    }

    private void letter(Rows.Letter letter) {
        List<Known.Said> said = known.about(letter.id());
        String path = said.stream().map(Known.Said::event).collect(Collectors.joining(" "));
        String named = Endings.named(letter);
        boolean open = Endings.OPEN.contains(letter.state());
        if (!LEGAL.matcher(path).matches()
                && !(open && LEGAL.matcher((path + " EXPIRED").strip()).matches())) {
            add(Rule.PATH, named + " went a way that there is not: " + path);
        }
        Set<String> last = LAST.get(letter.state());
        if (last != null
                && (said.isEmpty() || !last.contains(said.get(said.size() - 1).event()))) {
            add(Rule.NO_ENTRY, named + " is " + letter.state() + ", and its entries say '" + path + "'");
        }
        if (!known.inbox.containsKey(letter.message())) {
            add(Rule.NO_SENDER, named + " comes of a message that the hub does not know");
        }
        List<Known.Said> received = known.about(letter.message(), "RECEIVED");
        if (!said.isEmpty()
                && !received.isEmpty()
                && said.get(0).sequence() < received.get(0).sequence()) {
            add(Rule.PATH, named + " has an entry from before its message was received");
        }
    }

    private void beforeTheFirstByte() {
        Set<String> told = new HashSet<>();
        for (Logs.Request request : known.logs.requests()) {
            Long head = request.head();
            if (head == null || !known.letters.containsKey(request.letter())) {
                continue;
            }
            List<Known.Said> released = known.about(request.letter(), "RELEASED");
            if (released.isEmpty() || released.get(0).sequence() >= head) {
                String when =
                        released.isEmpty() ? "never" : "as " + released.get(0).sequence();
                if (told.add(request.letter())) {
                    add(
                            Rule.BEFORE_ENTRY,
                            "letter " + request.letter() + " reached " + request.system() + " when the ledger had "
                                    + head + " entries, and its release was entered " + when);
                }
            }
        }
    }

    private void nothingElse() {
        Map<String, String> messages = new HashMap<>();
        known.rows.inbox().forEach(row -> messages.put(Known.sha256(row.id()), row.id()));
        Set<String> letters = known.letters.keySet().stream().map(Known::sha256).collect(Collectors.toSet());
        Set<String> sources = Refused.sources();
        known.entries.forEach((about, entries) -> {
            for (Known.Said entry : entries) {
                boolean ofMessage = messages.containsKey(about)
                        || (entry.event().equals("REFUSED") && (letters.contains(about) || sources.contains(about)));
                boolean unexplained = (OF_MESSAGES.contains(entry.event()) && !ofMessage)
                        || (OF_LETTERS.contains(entry.event()) && !letters.contains(about));
                if (unexplained) {
                    add(
                            Rule.EXTRA_ENTRY,
                            "entry " + entry.sequence() + ", " + entry.event() + ", is of nothing that happened");
                }
            }
        });
    }

    private void add(Rule rule, String what) {
        findings.add(new Finding(rule, what));
    }
}
