package org.emishub.security.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changes between two texts of an agreement, in sentences for a lawyer.
 *
 * @param before empty for an agreement that is new
 * @param after empty for one that is gone
 * @param more what may leave, or may leave to more people or longer, that might not before; also what cannot be compared
 * @param less the other way round
 * @param other terms that let neither more nor less leave
 */
public record AgreementDiff(
        Optional<Agreement> before,
        Optional<Agreement> after,
        List<String> more,
        List<String> less,
        List<String> other) {
    public AgreementDiff {
        more = List.copyOf(more);
        less = List.copyOf(less);
        other = List.copyOf(other);
    }

    /** Compares two texts. */
    public static AgreementDiff of(Agreement before, Agreement after) {
        Collected to = new Collected();
        FieldChanges.compare(before, after, to);
        TermChanges.compare(before, after, to);
        return new AgreementDiff(Optional.of(before), Optional.of(after), to.more, to.less, to.other);
    }

    /**
     * Compares two bundles, version by version; a version that is new is compared with the one before it.
     *
     * @return one for every agreement that differs, sorted by id and version
     */
    public static List<AgreementDiff> of(Agreements before, Agreements after) {
        List<AgreementDiff> diffs = new ArrayList<>();
        for (Agreement now : after.all()) {
            Optional<Agreement> was = before.byId(now.id(), now.version()).or(() -> earlier(before, now));
            diffs.add(was.map(one -> of(one, now)).orElseGet(() -> begun(now)));
        }
        for (Agreement was : before.all()) {
            if (after.byId(was.id(), was.version()).isEmpty()
                    && after.all().stream()
                            .noneMatch(now -> earlier(before, now).equals(Optional.of(was))
                                    && before.byId(now.id(), now.version()).isEmpty())) {
                diffs.add(ended(was));
            }
        }
        return diffs.stream()
                .filter(diff -> !diff.isEmpty())
                .sorted(Comparator.comparing(AgreementDiff::name))
                .toList();
    }

    private static Optional<Agreement> earlier(Agreements before, Agreement now) {
        return before.all().stream()
                .filter(was -> was.id().equals(now.id()) && was.version() < now.version())
                .max(Comparator.comparingInt(Agreement::version));
    }

    private static AgreementDiff begun(Agreement now) {
        Collected to = new Collected();
        to.more.add("This exchange was not agreed before.");
        FieldChanges.begin(now, to);
        return new AgreementDiff(Optional.empty(), Optional.of(now), to.more, to.less, to.other);
    }

    private static AgreementDiff ended(Agreement was) {
        return new AgreementDiff(
                Optional.of(was),
                Optional.empty(),
                List.of(),
                List.of("This exchange is no longer agreed."),
                List.of());
    }

    /** Whether the two say the same, whatever their versions are. */
    public boolean isEmpty() {
        return more.isEmpty() && less.isEmpty() && other.isEmpty();
    }

    /** {@code id version 2 -> 3}. */
    public String name() {
        String id = after.or(() -> before).map(Agreement::id).orElse("");
        return id + " version " + version(before) + " -> " + version(after);
    }

    private static String version(Optional<Agreement> one) {
        return one.map(agreement -> Integer.toString(agreement.version())).orElse("none");
    }

    /** For a terminal: a heading and three lists, of which an empty one is left out. */
    public String text() {
        return name() + "\n" + list("More may be disclosed:", "+", more) + list("Less may be disclosed:", "-", less)
                + list("Other terms:", "~", other);
    }

    private static String list(String heading, String sign, List<String> sentences) {
        StringBuilder text = new StringBuilder();
        sentences.forEach(sentence ->
                text.append("    ").append(sign).append(' ').append(sentence).append('\n'));
        return sentences.isEmpty() ? "" : "  " + heading + "\n" + text;
    }

    /** Where the comparisons put what they find. */
    static final class Collected {
        final List<String> more = new ArrayList<>();
        final List<String> less = new ArrayList<>();
        final List<String> other = new ArrayList<>();

        /** A number of which a higher one lets more leave. */
        void number(String what, long before, long after) {
            if (before != after) {
                (after > before ? more : less).add(what + ": " + after + " instead of " + before + ".");
            }
        }

        /** A permission that was given or taken back. */
        void permission(boolean before, boolean after, String given, String takenBack) {
            if (before != after) {
                (after ? more : less).add(after ? given : takenBack);
            }
        }

        /** Members of a set of permissions. */
        void set(String what, Set<String> before, Set<String> after) {
            new TreeSet<>(after)
                    .stream()
                            .filter(one -> !before.contains(one))
                            .forEach(one -> more.add(what + " '" + one + "' is added."));
            new TreeSet<>(before)
                    .stream()
                            .filter(one -> !after.contains(one))
                            .forEach(one -> less.add(what + " '" + one + "' is taken out."));
        }

        /** A term of which neither text lets more leave. */
        void term(String what, Object before, Object after) {
            if (!Objects.equals(before, after)) {
                other.add(what + ": '" + words(after) + "' instead of '" + words(before) + "'.");
            }
        }

        void terms(String what, Map<String, String> before, Map<String, String> after) {
            Set<String> keys = new TreeSet<>(before.keySet());
            keys.addAll(after.keySet());
            Map<String, String> was = new TreeMap<>(before);
            Map<String, String> now = new TreeMap<>(after);
            keys.forEach(
                    key -> term(what + " " + key, was.getOrDefault(key, "nothing"), now.getOrDefault(key, "nothing")));
        }
    }

    static String words(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(AgreementDiff::words).orElse("none");
        }
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : String.valueOf(value);
    }
}
