package org.emishub.mappings.catalogue;

import java.util.List;
import java.util.Map;

/**
 * One line of the catalogue.
 *
 * @param path FHIR-like spelling, {@code child.birthDate} or {@code immunization[*].vaccine}
 * @param meaning one sentence a lawyer can read
 * @param steward who answers for the field ({@code education}, {@code health}, ...)
 * @param codes name of the canonical code list for {@link FieldType#CODE}; empty otherwise
 * @param answers the closed list of words for {@link FieldType#ANSWER}; empty otherwise
 * @param bindings where each standard keeps it ({@code users.csv#familyName}, {@code Patient.name.family}); a standard that has no home for it is absent
 */
public record Field(
        String path,
        String meaning,
        FieldType type,
        Sensitivity sensitivity,
        String steward,
        String codes,
        List<String> answers,
        Map<Standard, String> bindings) {
    public Field {
        answers = List.copyOf(answers);
        bindings = Map.copyOf(bindings);
    }

    /** The record part: {@code attendance} of {@code attendance.rate}. */
    public String group() {
        return path.substring(0, path.indexOf('.')).replace("[*]", "");
    }

    public boolean repeats() {
        return path.contains("[*]");
    }
}
