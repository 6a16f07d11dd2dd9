package org.emishub.adapters.education.snapshot;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.education.oneroster.RosterChild;
import org.emishub.mappings.record.Answers;
import org.emishub.mappings.record.ChildRecord;

/**
 * What the register delivered about one child, in the parts in which a delta replaces it.
 *
 * @param sourcedId the register's own key, which its attendance files use
 * @param asOf the day of the package that said so last
 * @param schoolClass sourcedId of the class of the enrolment, empty without one
 * @param agents sourcedIds of the guardians in the register's order
 */
record StoredChild(
        String sourcedId,
        LocalDate asOf,
        Map<String, Object> person,
        Map<String, Object> demographics,
        String schoolClass,
        Map<String, Object> enrolment,
        List<String> agents,
        Map<String, Map<String, Object>> guardians) {

    /** A child that was not known before. */
    static StoredChild of(RosterChild child, LocalDate asOf) {
        return new StoredChild(child.sourcedId(), asOf, Map.of(), Map.of(), "", Map.of(), List.of(), Map.of())
                .with(child, asOf);
    }

    /** This child with every part that a package has, put in the place of the old one. */
    StoredChild with(RosterChild change, LocalDate day) {
        Optional<RosterChild.Enrolment> next = change.enrolment();
        return new StoredChild(
                sourcedId,
                day,
                change.person().orElse(person),
                change.demographics().orElse(demographics),
                next.map(RosterChild.Enrolment::schoolClass).orElse(schoolClass),
                next.map(RosterChild.Enrolment::values)
                        .map(values -> keepGrade(values, change))
                        .orElseGet(() -> ended(change)),
                change.agents().orElse(agents),
                guardiansWith(change));
    }

    /** The child's own grade stands in users.csv: a new class alone does not take it back. */
    private Map<String, Object> keepGrade(Map<String, Object> values, RosterChild change) {
        if (change.person().isPresent()
                || values.containsKey("enrolment.grade")
                || !enrolment.containsKey("enrolment.grade")) {
            return values;
        }
        Map<String, Object> result = new LinkedHashMap<>(values);
        result.put("enrolment.grade", enrolment.getOrDefault("enrolment.grade", ""));
        return result;
    }

    /** An enrolment that the register removed without a new one: the child left, and nobody said where to. */
    private Map<String, Object> ended(RosterChild change) {
        LocalDate end = change.ended().get(schoolClass);
        if (end == null || schoolClass.isEmpty()) {
            return enrolment;
        }
        Map<String, Object> values = new LinkedHashMap<>(enrolment);
        values.put("enrolment.status", "left");
        values.put("enrolment.to", end);
        return values;
    }

    private Map<String, Map<String, Object>> guardiansWith(RosterChild change) {
        Map<String, Map<String, Object>> result = new LinkedHashMap<>();
        for (String agent : change.agents().orElse(agents)) {
            Map<String, Object> values = new LinkedHashMap<>(guardians.getOrDefault(agent, Map.of()));
            values.putAll(change.guardians().getOrDefault(agent, Map.of()));
            if (!values.isEmpty()) {
                result.put(agent, values);
            }
        }
        return result;
    }

    /** The whole as a record of the system, with the answers that follow from it. */
    ChildRecord.Builder record(String source) {
        ChildRecord.Builder builder = ChildRecord.from(source, asOf)
                .putAll(person)
                .putAll(demographics)
                .putAll(enrolment);
        int index = 0;
        for (Map<String, Object> guardian : guardians.values()) {
            String prefix = "guardian[" + index + "].";
            guardian.forEach((part, value) -> builder.put(prefix + part, value));
            index++;
        }
        ChildRecord soFar = builder.build();
        builder.put("enrolment.enrolled", Answers.derive("enrolment.enrolled", soFar));
        return builder.put("support.needed", Answers.derive("support.needed", soFar));
    }

    /** Only what the child can be found by. */
    ChildRecord identity() {
        ChildRecord.Builder builder = ChildRecord.from("", asOf).putAll(demographics);
        person.forEach((path, value) -> {
            if (path.startsWith("child.")) {
                builder.put(path, value);
            }
        });
        return builder.build();
    }

    Optional<String> text(String path) {
        Object value = person.get(path);
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Under whose key it is sealed: the national number where there is one, so that one destroyed key takes all. */
    String subject() {
        return text("child.id").orElse(sourcedId);
    }

    /** The school whose roll the child is on; empty when on none. */
    Optional<String> onTheRollOf() {
        Object status = enrolment.getOrDefault("enrolment.status", "");
        boolean onTheRoll = status.equals("enrolled") || status.equals("suspended");
        return onTheRoll && enrolment.get("enrolment.schoolId") instanceof String school
                ? Optional.of(school)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "StoredChild";
    }
}
