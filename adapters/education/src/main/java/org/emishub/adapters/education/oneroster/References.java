package org.emishub.adapters.education.oneroster;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rows about children refer to: schools, school years, courses and classes; nothing in it is personal.
 *
 * @param orgs by sourcedId, schools and the authorities above them
 * @param schoolYears by sourcedId of an academic session: {@code 2026/2027}
 * @param courses sourcedIds
 * @param classes by sourcedId
 */
public record References(
        Map<String, Org> orgs, Map<String, String> schoolYears, Set<String> courses, Map<String, SchoolClass> classes) {
    private static final int MAX_LEVELS = 10;

    /**
     * A school or an authority.
     *
     * @param district canonical subdivision; empty when only an authority above has one
     * @param parent sourcedId of the authority above, or empty
     */
    public record Org(String name, String type, String district, String parent) {}

    /**
     * A class.
     *
     * @param grade canonical grade, empty when the class has none or several
     * @param language canonical language of teaching, or empty
     * @param shift 1 or more; 0 when not said
     */
    public record SchoolClass(
            String title,
            boolean homeroom,
            String school,
            String grade,
            String schoolYear,
            String language,
            long shift) {}

    /** Nothing yet. */
    public static References none() {
        return new References(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>(), new LinkedHashMap<>());
    }

    /** The subdivision that the school, or the nearest authority above it that has one, lies in. */
    Optional<String> districtOf(String school) {
        Org org = orgs.get(school);
        for (int level = 0; org != null && level < MAX_LEVELS; level++) {
            if (!org.district().isEmpty()) {
                return Optional.of(org.district());
            }
            org = orgs.get(org.parent());
        }
        return Optional.empty();
    }
}
