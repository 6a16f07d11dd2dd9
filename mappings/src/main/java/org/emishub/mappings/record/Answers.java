package org.emishub.mappings.record;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
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
        boolean recommended = false;
        for (int i = 0; record.value("missingVaccine[" + i + "].group").isPresent(); i++) {
            Optional<LocalDate> due = record.value("missingVaccine[" + i + "].dueDate", LocalDate.class);
            if (due.isEmpty() || !due.get().isAfter(record.asOf())) {
                return NO;
            }
            recommended = true;
        }
        return recommended ? YES : UNKNOWN;
    }

    private static String fit(ChildRecord record) {
        return record.value("healthCheck.examDate").isPresent() ? "pending" : UNKNOWN;
    }

    private static String receivesGrant(ChildRecord record) {
        CodeList programmes = CodeList.standard("benefit-programme");
        boolean grant = benefits(record)
                .anyMatch(i -> isActive(record, i)
                        && record.text("benefit[" + i + "].programme")
                                .flatMap(programmes::coarser)
                                .filter("cash"::equals)
                                .isPresent());
        return grant ? YES : benefits(record).findAny().isPresent() ? NO : UNKNOWN;
    }

    private static String mealsEligible(ChildRecord record) {
        boolean meals = benefits(record)
                .anyMatch(i -> isActive(record, i)
                        && record.text("benefit[" + i + "].programme")
                                .filter("school-meals"::equals)
                                .isPresent());
        boolean known = benefits(record).findAny().isPresent()
                || record.value("household.category").isPresent();
        return meals ? "eligible" : known ? "not eligible" : "not found";
    }

    private static IntStream benefits(ChildRecord record) {
        return IntStream.iterate(
                0, i -> record.value("benefit[" + i + "].programme").isPresent(), i -> i + 1);
    }

    private static boolean isActive(ChildRecord record, int i) {
        return record.text("benefit[" + i + "].status").filter("active"::equals).isPresent()
                && holds(record, "benefit[" + i + "].from", "benefit[" + i + "].until");
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
