package org.emishub.adapters.health.register;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.mappings.codes.CodeMap;
import org.emishub.mappings.codes.Mapping;
import org.emishub.mappings.codes.UnmappedCode;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * The code maps of one canonical list, one for each code system that the register may use.
 *
 * @param system the connected system, for the list of unmapped codes
 */
record Concepts(String system, String list, Map<String, CodeMap> maps) {
    private static final String CVX = "http://hl7.org/fhir/sid/cvx";
    private static final String ATC = "http://www.whocc.no/atc";
    private static final String DISABILITY = "https://emishub.org/fhir/CodeSystem/disability";

    /** Vaccines by CVX (CDC) or ATC (WHO). */
    static Concepts vaccines(String system) {
        Map<String, CodeMap> maps = new LinkedHashMap<>();
        maps.put(CVX, CodeMap.load(Concepts.class, "vaccine-cvx.csv", system, "vaccine-group"));
        maps.put(ATC, CodeMap.load(Concepts.class, "vaccine-atc.csv", system, "vaccine-group"));
        return new Concepts(system, "vaccine-group", maps);
    }

    static Concepts disabilities(String system) {
        return new Concepts(
                system,
                "disability-kind",
                Map.of(DISABILITY, CodeMap.load(Concepts.class, "disability.csv", system, "disability-kind")));
    }

    /**
     * The canonical code of a concept: that of its first coding in a code system we have a map for.
     *
     * @throws UnmappedCode when there is none; a text without a code is never read as one
     */
    String require(CodeableConcept concept) {
        return concept.getCoding().stream()
                .filter(coding -> coding.hasCode() && maps.containsKey(coding.getSystem()))
                .findFirst()
                .map(coding -> known(coding.getSystem()).require(coding.getCode()))
                .orElseThrow(() -> unmapped(system, list, concept));
    }

    private CodeMap known(String codeSystem) {
        CodeMap map = maps.get(codeSystem);
        if (map == null) {
            throw new IllegalArgumentException("no map for that code system");
        }
        return map;
    }

    static UnmappedCode unmapped(String system, String list, CodeableConcept concept) {
        String code =
                concept.hasCoding() ? String.valueOf(concept.getCodingFirstRep().getCode()) : "(no code)";
        return new UnmappedCode(new Mapping.Unmapped(system, list, code.substring(0, Math.min(64, code.length()))));
    }

    static boolean has(CodeableConcept concept, String codeSystem, String code) {
        return concept.getCoding().stream()
                .anyMatch(coding -> codeSystem.equals(coding.getSystem()) && code.equals(coding.getCode()));
    }

    /** The code in a code system; empty when the concept has none of it. */
    static Optional<String> code(CodeableConcept concept, String codeSystem) {
        return concept.getCoding().stream()
                .filter(coding -> codeSystem.equals(coding.getSystem()))
                .map(Coding::getCode)
                .findFirst();
    }

    /** What concepts say to people, joined; empty when they say nothing. */
    static Optional<String> words(Stream<CodeableConcept> concepts) {
        List<String> words = concepts.map(concept -> concept.hasText()
                        ? concept.getText()
                        : concept.getCodingFirstRep().getDisplay())
                .filter(text -> text != null && !text.isBlank())
                .toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(words.stream().collect(Collectors.joining("; ")));
    }

    /** The day as it was written; empty when only a month or year is known. */
    static Optional<LocalDate> day(BaseDateTimeType date) {
        String text = date.getValueAsString();
        return text == null || text.length() < 10
                ? Optional.empty()
                : Optional.of(LocalDate.parse(text.substring(0, 10)));
    }
}
