package org.emishub.security.usage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What fields are about, coarse enough to be said in plain words; every group of the catalogue belongs to one of them. */
enum FieldGroup {
    IDENTITY,
    CONTACT,
    GUARDIAN,
    ENROLMENT,
    ATTENDANCE,
    SUPPORT,
    VACCINATION,
    EXAMINATION,
    DISABILITY,
    HOUSEHOLD,
    BENEFITS,
    MEALS,
    /** Of another version of the catalogue. */
    OTHER;

    private static final Set<String> WHERE_IT_LIVES = Set.of("child.address", "child.phone", "child.district");

    /** @param path a catalogue path */
    static FieldGroup of(String path) {
        if (WHERE_IT_LIVES.contains(path)) {
            return CONTACT;
        }
        return switch (path.split("[.\\[]", 2)[0]) {
            case "child" -> IDENTITY;
            case "guardian" -> GUARDIAN;
            case "enrolment" -> ENROLMENT;
            case "attendance" -> ATTENDANCE;
            case "support" -> SUPPORT;
            case "immunization", "immunizationStatus", "missingVaccine" -> VACCINATION;
            case "healthCheck" -> EXAMINATION;
            case "disability" -> DISABILITY;
            case "household" -> HOUSEHOLD;
            case "benefit" -> BENEFITS;
            case "meals" -> MEALS;
            default -> OTHER;
        };
    }

    /** Each once, in the order of this list. */
    static List<FieldGroup> of(List<String> paths) {
        return paths.stream()
                .map(FieldGroup::of)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    String key() {
        return "group." + name().toLowerCase(Locale.ROOT);
    }
}
