package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.deployment.country.Guardian;
import org.emishub.deployment.country.SyntheticChild;

/** What tells one child from others, by the path of the field it belongs to. */
final class Telling {
    private static final int LEAST = 4;

    private Telling() {}

    static Map<String, List<String>> of(SyntheticChild child) {
        Map<String, List<String>> values = new TreeMap<>();
        values.put("child.id", List.of(child.nationalId()));
        values.put("child.familyName", List.of(child.name().family()));
        values.put("child.givenName", List.of(child.name().given()));
        values.put("child.patronymic", List.of(child.name().patronymic()));
        values.put("child.birthDate", List.of(child.birthDate().toString()));
        values.put("child.address", List.of(child.address()));
        values.put("child.phone", List.of(child.phone()));
        values.put("enrolment.schoolId", List.of(child.school().id()));
        values.put("enrolment.schoolName", List.of(child.school().name()));
        values.put("guardian[*].id", all(child, Guardian::nationalId));
        values.put("guardian[*].phone", all(child, Guardian::phone));
        values.put("guardian[*].name", all(child, Guardian::name));
        values.put("household.id", List.of(child.household().id()));
        child.asEmis().ifPresent(emis -> {
            values.put("child.emisId", List.of(emis.emisId()));
            emis.support().ifPresent(plan -> values.put("support.conditions", List.of(plan.conditions())));
        });
        child.asHealth().ifPresent(health -> {
            values.put("child.healthId", List.of(health.healthId()));
            values.put("healthCheck.diagnosis", List.of(health.diagnosis()));
            values.put("healthCheck.allergy", List.of(health.allergy()));
            health.examination().ifPresent(seen -> {
                values.put("healthCheck.examDate", List.of(seen.date().toString()));
                values.put("healthCheck.nextDue", List.of(seen.nextDue().toString()));
                values.put("healthCheck.vision", List.of(seen.vision()));
            });
        });
        child.asSocial().ifPresent(social -> values.put("child.socialId", List.of(social.socialId())));
        child.disability().ifPresent(one -> values.put("disability.certificate", List.of(one.certificate())));
        return values;
    }

    /** Those long enough not to stand somewhere by chance. */
    static Stream<Map.Entry<String, String>> values(SyntheticChild child) {
        return of(child).entrySet().stream().flatMap(entry -> entry.getValue().stream()
                .filter(value -> value.length() >= LEAST)
                .map(value -> Map.entry(entry.getKey(), value)));
    }

    private static List<String> all(SyntheticChild child, java.util.function.Function<Guardian, String> of) {
        return child.guardians().stream().map(of).toList();
    }
}
