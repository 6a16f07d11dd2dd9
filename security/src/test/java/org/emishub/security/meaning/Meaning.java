package org.emishub.security.meaning;

import static org.emishub.security.meaning.Catalogue.map;
import static org.emishub.security.meaning.World.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.security.meaning.Tuple.Asker;

/**
 * What an agreement means, a second time.
 *
 * <p>Written from {@code deployment/docs/agreement.md} alone, as a list of conditions in that page's order, over the file's text as maps. It knows none of
 * the hub's classes: where it and the hub differ, one of them does not do what the page says.
 */
final class Meaning {
    /** A line of the page: the condition, and the refusal where it does not hold. */
    private record Line(String refusal, BiPredicate<Map<String, Object>, Tuple> holds) {}

    private static final List<Line> BEFORE_THE_CHILD_IS_KNOWN = List.of(
            new Line("NOT_AGREED", Meaning::inForce),
            new Line("NOT_AGREED", (a, t) -> t.asker().sender().equals(a.get(asked(a) ? "client" : "provider"))),
            new Line("NO_LEGAL_BASIS", (a, t) -> !asked(a) || purposeIsTheAgreements(a, t.asker())),
            new Line("NOT_AGREED", (a, t) -> !asked(a) || namedUserHasARole(map(get(a, "asker")), t.asker())),
            new Line(
                    "TOO_LARGE",
                    (a, t) -> !asked(a) || t.asker().rows() <= (Integer) get(map(get(a, "limits")), "perRequest")));

    private static final List<Line> ABOUT_THIS_CHILD = List.of(
            new Line("NOT_AGREED", Meaning::inForce),
            new Line("NO_CASE", (a, t) -> !caseRequired(a) || caseOpen(t) || glassBroken(a, t)),
            new Line("NO_CONSENT", (a, t) -> !consentNeeded(a) || consented(a, t)),
            new Line("OBJECTED", (a, t) -> !roomForObjection(a) || !objected(a, t)),
            new Line("SEALED", (a, t) -> mayBeToldOf(a).keySet().containsAll(kindsOfSeal(t))),
            new Line(
                    "NO_CASE",
                    (a, t) -> !a.containsKey("onlyFor")
                            || t.world().populations().contains(List.of((String) get(a, "onlyFor"), t.child()))));

    /** Every refusal that the page knows. */
    static final Set<String> REFUSALS = Stream.of(
                    BEFORE_THE_CHILD_IS_KNOWN.stream().map(Line::refusal),
                    ABOUT_THIS_CHILD.stream().map(Line::refusal),
                    Stream.of("NOTHING_TO_DISCLOSE"))
            .flatMap(codes -> codes)
            .collect(Collectors.toCollection(TreeSet::new));

    private Meaning() {}

    static Verdict of(Tuple tuple) {
        Map<String, Object> agreement = Catalogue.yaml(tuple.agreement());
        Optional<String> no = firstThatFails(BEFORE_THE_CHILD_IS_KNOWN, agreement, tuple);
        if (no.isPresent() || statistic(agreement)) {
            return Verdict.refused(no.orElse(""));
        }
        Optional<String> noChild = firstThatFails(ABOUT_THIS_CHILD, agreement, tuple);
        if (noChild.isPresent()) {
            return Verdict.refused(noChild.get());
        }
        Set<String> leftOut = leftOut(agreement, tuple);
        Leaving leaving = new Leaving(tuple.held(), tuple.asOf());
        var left = leaving.under(map(get(agreement, "discloses")), leftOut, (String) get(agreement, "client"));
        var told = new Leaving(tuple.subject(), tuple.asOf())
                .under(map(agreement.getOrDefault("asks", Map.of())), leftOut, (String) get(agreement, "provider"));
        return new Verdict(left.isEmpty() ? "NOTHING_TO_DISCLOSE" : "", left, told);
    }

    private static Optional<String> firstThatFails(List<Line> lines, Map<String, Object> agreement, Tuple tuple) {
        return lines.stream()
                .filter(line -> !line.holds().test(agreement, tuple))
                .map(Line::refusal)
                .findFirst();
    }

    static boolean statistic(Map<String, Object> agreement) {
        return "statistic".equals(agreement.get("exchange"));
    }

    private static boolean asked(Map<String, Object> agreement) {
        return Set.of("query", "batch").contains((String) get(agreement, "exchange"));
    }

    /** From 00:00 of the first day to the end of the last, as moments: where a zone has no midnight that day, the day begins when it begins. */
    private static boolean inForce(Map<String, Object> agreement, Tuple tuple) {
        String[] days = ((String) get(agreement, "inForce")).split(" \\.\\. ", -1);
        ZoneId zone = zone(agreement);
        Instant begins = LocalDate.parse(days[0]).atStartOfDay(zone).toInstant();
        Instant ends = LocalDate.parse(days[1]).plusDays(1).atStartOfDay(zone).toInstant();
        return within(tuple.at(), begins, ends);
    }

    private static ZoneId zone(Map<String, Object> agreement) {
        return ZoneId.of((String) get(agreement, "timeZone"));
    }

    private static boolean purposeIsTheAgreements(Map<String, Object> agreement, Asker asker) {
        boolean none = asker.purpose().isEmpty();
        return none ? !asker.purposeHasPlace() : asker.purpose().equals(agreement.get("purposeOfUse"));
    }

    private static boolean namedUserHasARole(Map<String, Object> rule, Asker asker) {
        return !"named user".equals(rule.get("who"))
                || (!blank(asker.user()) && ((List<?>) get(rule, "roles")).contains(asker.role()));
    }

    private static boolean blank(String text) {
        return text.codePoints().allMatch(Character::isWhitespace);
    }

    private static boolean caseRequired(Map<String, Object> agreement) {
        return "required".equals(map(get(agreement, "asker")).get("case"));
    }

    private static String actor(Asker asker) {
        return blank(asker.user()) ? asker.sender() : asker.user() + "@" + asker.sender();
    }

    private static boolean caseOpen(Tuple t) {
        return !blank(t.asker().caseId())
                && t.world().cases().stream()
                        .anyMatch(c -> c.id().equals(t.asker().caseId())
                                && c.actor().equals(actor(t.asker()))
                                && c.child().equals(t.child())
                                && within(t.at(), c.from(), c.until()));
    }

    private static boolean glassBroken(Map<String, Object> agreement, Tuple t) {
        return Boolean.TRUE.equals(map(get(agreement, "breakGlass")).get("allowed"))
                && t.world().glasses().stream()
                        .anyMatch(g -> g.actor().equals(actor(t.asker()))
                                && g.child().equals(t.child())
                                && g.agreement().equals(agreement.get("agreement"))
                                && within(t.at(), g.from(), g.until()));
    }

    private static boolean consentNeeded(Map<String, Object> agreement) {
        return Boolean.TRUE.equals(map(get(agreement, "consent")).get("needed"));
    }

    private static boolean consented(Map<String, Object> agreement, Tuple t) {
        boolean guardianCounts = !kindsOfSeal(t).contains("suspected abuser");
        return guardianCounts
                && gave("guardian", agreement, t)
                && (!childIsAskedToo(agreement, t) || gave("child", agreement, t));
    }

    private static boolean childIsAskedToo(Map<String, Object> agreement, Tuple t) {
        Object from = map(get(agreement, "consent")).get("childFrom");
        LocalDate birth = t.world().births().get(t.child());
        return from != null
                && (birth == null
                        || Leaving.fullYears(
                                        birth, t.at().atZone(zone(agreement)).toLocalDate())
                                >= (Integer) from);
    }

    private static boolean gave(String giver, Map<String, Object> agreement, Tuple t) {
        return t.world().consents().stream()
                .anyMatch(c -> c.giver().equals(giver)
                        && c.child().equals(t.child())
                        && c.agreement().equals(agreement.get("agreement"))
                        && within(t.at(), c.from(), c.until()));
    }

    private static boolean roomForObjection(Map<String, Object> agreement) {
        return Set.of("public_task", "consent").contains((String) get(agreement, "lawfulBasis"));
    }

    private static boolean objected(Map<String, Object> agreement, Tuple t) {
        return t.world().objections().stream()
                .anyMatch(o -> o.child().equals(t.child())
                        && o.agreement().equals(agreement.get("agreement"))
                        && within(t.at(), o.from(), o.until()));
    }

    private static Set<String> kindsOfSeal(Tuple t) {
        return t.world().seals().getOrDefault(t.child(), Set.of());
    }

    private static Map<String, Object> mayBeToldOf(Map<String, Object> agreement) {
        return map(agreement.getOrDefault("sealed", Map.of()));
    }

    /** What of the catalogue is left out of this child, for every kind in which it is sealed. */
    private static Set<String> leftOut(Map<String, Object> agreement, Tuple t) {
        Set<String> out = new TreeSet<>();
        for (String kind : kindsOfSeal(t)) {
            for (Object pattern : (List<?>) get(mayBeToldOf(agreement), kind)) {
                Catalogue.all().keySet().stream()
                        .filter(path -> path.equals(pattern)
                                || (pattern.toString().endsWith(".*")
                                        && path.startsWith(pattern.toString().replaceFirst("\\*$", ""))))
                        .forEach(out::add);
            }
        }
        return out;
    }

    private static Object get(Map<String, Object> node, String key) {
        return Objects.requireNonNull(node.get(key), key);
    }
}
