package org.emishub.adapters.education.oneroster;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a package says about one child; a part that is absent was not in the package (bulk: is not known, delta: has not changed).
 *
 * <p>Values are canonical and keyed by catalogue path.
 *
 * @param sourcedId of the user
 * @param deleted the register no longer has the child
 * @param person {@code child.*} without what demographics holds, and {@code support.*}
 * @param demographics birth date and sex; empty when the register took them back
 * @param enrolment the one that counts: on the roll before not, homeroom before subject, later before earlier
 * @param ended by sourcedId of a class: enrolments that a delta removed, and since when
 * @param agents sourcedIds of the guardians, in the register's order; absent when the user's row was not in the package
 * @param guardians those of them that are in the package, by sourcedId, keyed by the last part of the path ({@code name})
 */
public record RosterChild(
        String sourcedId,
        boolean deleted,
        Optional<Map<String, Object>> person,
        Optional<Map<String, Object>> demographics,
        Optional<Enrolment> enrolment,
        Map<String, LocalDate> ended,
        Optional<List<String>> agents,
        Map<String, Map<String, Object>> guardians) {

    /** An enrolment in a class. */
    public record Enrolment(String schoolClass, Map<String, Object> values) {}

    /** Ids are personal too. */
    @Override
    public String toString() {
        return "RosterChild";
    }
}
