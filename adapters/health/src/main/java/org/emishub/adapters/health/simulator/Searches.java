package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.context.FhirContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** What can be read from the register, one child at a time. */
record Searches(FhirContext fhir, Holdings holdings, Clock clock) {
    Optional<Patient> patient(String id) {
        return holdings.child(id).map(Resources::patient);
    }

    /** @param token {@code system|value} */
    List<Patient> patientsByNumber(String token) {
        return holdings.byNumber(token).stream().map(Resources::patient).toList();
    }

    List<Patient> patientsByName(String family, String given, String birthDate) {
        return holdings.byName(family, day(birthDate)).stream()
                .filter(child -> given.isEmpty()
                        || Holdings.folded(child.person().givenName()).equals(Holdings.folded(given)))
                .map(Resources::patient)
                .toList();
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Rejection.of(400, IssueType.VALUE, "birthdate: year, month and day");
        }
    }

    /** A search as a batch entry writes it: {@code Immunization?patient=Patient/7}. */
    List<? extends Resource> at(String url) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            throw Rejection.of(400, IssueType.NOTSUPPORTED, "a batch entry of this register is a search");
        }
        String type = url.substring(0, mark);
        Map<String, String> query = query(url.substring(mark + 1));
        return type.equals("Patient") ? patientsByNumber(query.getOrDefault("identifier", "")) : of(type, query);
    }

    /** What is held of one type of resource about {@code patient}, narrowed by {@code code}. */
    List<Resource> of(String type, Map<String, String> query) {
        String id = query.getOrDefault("patient", "").replace("Patient/", "");
        HealthChild child =
                holdings.child(id).orElseThrow(() -> Rejection.of(404, IssueType.NOTFOUND, "there is no such patient"));
        boolean wanted = query.getOrDefault("code", code(type)).equals(code(type));
        return wanted ? List.copyOf(all(type, child)) : List.of();
    }

    private List<? extends Resource> all(String type, HealthChild child) {
        return switch (type) {
            case "Immunization" -> Resources.immunizations(child);
            case "ImmunizationRecommendation" -> Resources.recommendations(child, LocalDate.now(clock));
            case "Observation" -> Resources.examinations(child);
            case "ServiceRequest" -> Resources.orders(child);
            case "Condition" -> Resources.conditions(child);
            case "AllergyIntolerance" -> Resources.allergies(child);
            case "EpisodeOfCare" -> told(type, child.id());
            default -> throw Rejection.of(404, IssueType.NOTSUPPORTED, "this register has no such resources");
        };
    }

    private List<Resource> told(String type, String patient) {
        return holdings.toldOf(type, patient).stream()
                .map(t -> (Resource) fhir.newJsonParser().parseResource(t.json()))
                .toList();
    }

    private static String code(String type) {
        return switch (type) {
            case "Observation" -> Names.SCHOOL_HEALTH + "|" + Names.FIT_FOR_SCHOOL;
            case "ServiceRequest" -> Names.SCHOOL_HEALTH + "|" + Names.EXAMINATION;
            default -> "";
        };
    }

    static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String part : text.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
