package org.emishub.security.usage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What fields are about, coarse enough to be said in plain words; every group of the catalogue belongs to one of them. */
enum FieldGroup {
    IDENTITY("child"),
    CONTACT(),
    GUARDIAN("guardian"),
    ENROLMENT("enrolment"),
    ATTENDANCE("attendance"),
    SUPPORT("support"),
    VACCINATION("immunization", "immunizationStatus", "missingVaccine"),
    EXAMINATION("healthCheck"),
    DISABILITY("disability"),
    HOUSEHOLD("household"),
    BENEFITS("benefit"),
    MEALS("meals"),
    /** Of another version of the catalogue. */
    OTHER();

    private static final Set<String> WHERE_IT_LIVES = Set.of("child.address", "child.phone", "child.district");

    private final List<String> groups;

    FieldGroup(String... groups) {
        this.groups = List.of(groups);
    }

    /** @param path a catalogue path */
    static FieldGroup of(String path) {
        if (WHERE_IT_LIVES.contains(path)) {
            return CONTACT;
        }
        String group = path.split("[.\\[]", 2)[0];
        return Arrays.stream(values())
                .filter(one -> one.groups.contains(group))
                .findFirst()
                .orElse(OTHER);
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
