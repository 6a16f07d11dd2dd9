package org.emishub.mappings.record;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.emishub.mappings.codes.CodeList;

/**
 * The named answers that stand for details, as pure functions of what a record holds on its day.
 *
 * <p>What is not known is "unknown" (for meals "not found"), never "no". An answer that the holder of the record gave itself is taken as it is.
 */
public final class Answers {
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String UNKNOWN = "unknown";

    private static final Map<String, Function<ChildRecord, String>> RULES = Map.of(
            "attendance.condition", record -> AttendanceCondition.of(record, AttendanceCondition.USUAL_THRESHOLD),
            "enrolment.enrolled", Answers::enrolled,
            "support.needed", Answers::supportNeeded,
            "disability.status", Answers::disabilityStatus,
            "immunizationStatus.upToDate", Answers::upToDate,
            "healthCheck.fit", Answers::fit,
            "household.receivesGrant", Answers::receivesGrant,
            "meals.eligible", Answers::mealsEligible);

    private Answers() {}

    /**
     * The answer of a catalogue field of type ANSWER.
     *
     * @return a word of the field's closed list; empty when {@code path} is not a derived answer
     */
    public static Optional<String> derive(String path, ChildRecord record) {
        return Optional.ofNullable(RULES.get(path))
                .map(rule -> record.text(path).orElseGet(() -> rule.apply(record)));
    }

    /** A child who transferred is perhaps on the next school's roll: unknown from this record. */
    private static String enrolled(ChildRecord record) {
        String status = record.text("enrolment.status").orElse("");
        return switch (status) {
            case "enrolled", "suspended" -> holds(record, "enrolment.from", "enrolment.to") ? YES : NO;
            case "left", "graduated" -> NO;
            default -> UNKNOWN;
        };
    }

    private static String supportNeeded(ChildRecord record) {
        boolean decided = record.value("support.kind").isPresent()
                || record.value("support.planFrom").isPresent()
                || isTrue(record, "support.assistant")
                || isTrue(record, "support.transport");
        return decided && holds(record, "support.planFrom", "support.planTo") ? YES : UNKNOWN;
    }

    private static String disabilityStatus(ChildRecord record) {
        boolean recognised = record.value("disability.kind").isPresent()
                || record.value("disability.certificate").isPresent()
                || record.value("disability.since").isPresent();
        return recognised && holds(record, "disability.since", "disability.until") ? YES : UNKNOWN;
    }

    /** From the register's own recommendations; which doses are due is never decided here. */
    private static String upToDate(ChildRecord record) {
        List<String> rows = rows(record, "missingVaccine");
        boolean overdue = rows.stream()
                .map(row -> record.value(row + ".dueDate", LocalDate.class))
                .anyMatch(due -> due.isEmpty() || !due.get().isAfter(record.asOf()));
        return rows.isEmpty() ? UNKNOWN : overdue ? NO : YES;
    }

    private static String fit(ChildRecord record) {
        return record.value("healthCheck.examDate").isPresent() ? "pending" : UNKNOWN;
    }

    private static String receivesGrant(ChildRecord record) {
        CodeList programmes = CodeList.standard("benefit-programme");
        return given(
                        record,
                        programme ->
                                programmes.coarser(programme).orElse(programme).equals("cash"),
                        programme -> false)
                .map(given -> given ? YES : NO)
                .orElse(UNKNOWN);
    }

    private static String mealsEligible(ChildRecord record) {
        boolean knownWithout = rows(record, "benefit").isEmpty()
                && record.value("household.category").isPresent();
        return given(record, "school-meals"::equals, "in-kind"::equals)
                .or(() -> knownWithout ? Optional.of(false) : Optional.empty())
                .map(given -> given ? "eligible" : "not eligible")
                .orElse("not found");
    }

    /** Whether a benefit of such a programme is given on the record's day; empty without a benefit, and where one may be because not all of it is held. */
    private static Optional<Boolean> given(ChildRecord record, Predicate<String> such, Predicate<String> perhapsSuch) {
        List<String> rows = rows(record, "benefit");
        boolean perhaps = rows.isEmpty();
        for (String row : rows) {
            Optional<String> programme = record.text(row + ".programme");
            Optional<String> status = record.text(row + ".status");
            boolean possible = programme.filter(such.or(perhapsSuch).negate()).isEmpty()
                    && status.filter(s -> !s.equals("active")).isEmpty()
                    && holds(record, row + ".from", row + ".until");
            if (possible && programme.filter(such).isPresent() && status.isPresent()) {
                return Optional.of(true);
            }
            perhaps |= possible;
        }
        return perhaps ? Optional.empty() : Optional.of(false);
    }

    /** The rows of a repeating group that are held, {@code benefit[0]} and so on, wherever their indexes stand. */
    private static List<String> rows(ChildRecord record, String group) {
        return record.values().subMap(group + "[", group + "\\").keySet().stream()
                .map(path -> path.substring(0, path.indexOf(']') + 1))
                .distinct()
                .toList();
    }

    /** Whether the record's day is not outside the two dates; an absent date leaves its side open. */
    private static boolean holds(ChildRecord record, String from, String to) {
        return record.value(from, LocalDate.class)
                        .filter(day -> day.isAfter(record.asOf()))
                        .isEmpty()
                && record.value(to, LocalDate.class)
                        .filter(day -> day.isBefore(record.asOf()))
                        .isEmpty();
    }

    private static boolean isTrue(ChildRecord record, String path) {
        return record.value(path, Boolean.class).orElse(false);
    }
}
