package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Applies a transaction that tells of an enrolment: a child and a school are created where they are not known yet, the enrolment is created or replaced.
 *
 * <p>Everything is checked before anything is changed.
 */
record Enrolments(FhirContext fhir, Holdings holdings, Clock clock) {
    Bundle apply(Bundle bundle) {
        bundle.getEntry().forEach(this::check);
        Map<String, String> ids = new HashMap<>();
        Bundle response = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        response.setId(UUID.randomUUID().toString());
        for (BundleEntryComponent entry : bundle.getEntry()) {
            apply(entry, ids, response.addEntry());
        }
        return response;
    }

    private void check(BundleEntryComponent entry) {
        Resource resource = entry.getResource();
        if (resource instanceof Patient patient) {
            check(patient);
            requireCondition(entry, HTTPVerb.POST, patient.getIdentifier());
        } else if (resource instanceof Organization school) {
            requireCondition(entry, HTTPVerb.POST, school.getIdentifier());
        } else if (resource instanceof EpisodeOfCare episode) {
            require(episode.getPatient().hasReference(), "EpisodeOfCare.patient");
            requireCondition(entry, HTTPVerb.PUT, episode.getIdentifier());
        } else {
            throw Rejection.of(422, IssueType.NOTSUPPORTED, "Bundle.entry.resource: not taken by this register");
        }
    }

    private void check(Patient patient) {
        require(
                patient.getIdentifier().stream().anyMatch(i -> Names.PERSONAL_NUMBER.equals(i.getSystem())),
                "Patient.identifier(personal number)");
        require(patient.getNameFirstRep().hasFamily(), "Patient.name.family");
        if (day(patient).isAfter(LocalDate.now(clock))) {
            throw Rejection.of(422, IssueType.BUSINESSRULE, "Patient.birthDate: in the future");
        }
    }

    private static void require(boolean present, String path) {
        if (!present) {
            throw Rejection.of(422, IssueType.REQUIRED, path);
        }
    }

    /** Each entry must be conditional on an identifier of its own resource: then it can be sent twice. */
    private static void requireCondition(BundleEntryComponent entry, HTTPVerb verb, List<Identifier> identifiers) {
        require(!identifiers.isEmpty(), "Bundle.entry.resource.identifier");
        String condition = condition(entry);
        boolean own = identifiers.stream().anyMatch(i -> condition.equals(token(i)));
        if (entry.getRequest().getMethod() != verb || !own) {
            throw Rejection.of(422, IssueType.BUSINESSRULE, "Bundle.entry.request: not conditional on the identifier");
        }
    }

    private void apply(BundleEntryComponent entry, Map<String, String> ids, BundleEntryComponent answer) {
        Resource resource = entry.getResource();
        String type = resource.fhirType();
        List<String> known = type.equals("Patient")
                ? holdings.byNumber(condition(entry)).stream()
                        .map(HealthChild::id)
                        .toList()
                : holdings.toldBy(type, condition(entry)).stream()
                        .map(Holdings.Told::id)
                        .toList();
        if (known.size() > 1) {
            throw Rejection.of(412, IssueType.MULTIPLEMATCHES, "Bundle.entry.request: more than one fits");
        }
        String id = known.isEmpty() ? UUID.randomUUID().toString() : known.get(0);
        ids.put(entry.getFullUrl(), id);
        resource.setId(id);
        if (resource instanceof Patient patient && known.isEmpty()) {
            holdings.put(HealthChild.known(id, person(patient)));
        } else if (resource instanceof EpisodeOfCare episode) {
            resolve(episode.getPatient(), "Patient", ids);
            resolve(episode.getManagingOrganization(), "Organization", ids);
            String patient = episode.getPatient().getReferenceElement().getIdPart();
            holdings.keep(new Holdings.Told(type, id, condition(entry), patient, json(episode)));
        } else if (resource instanceof Organization && known.isEmpty()) {
            holdings.keep(new Holdings.Told(type, id, condition(entry), "", json(resource)));
        }
        answer.getResponse()
                .setStatus(known.isEmpty() ? "201 Created" : "200 OK")
                .setLocation(type + "/" + id);
    }

    private static void resolve(Reference reference, String type, Map<String, String> ids) {
        String id = ids.get(reference.getReference());
        if (id != null) {
            reference.setReference(type + "/" + id);
        }
    }

    private String json(Resource resource) {
        return fhir.newJsonParser().encodeResourceToString(resource);
    }

    private static HealthChild.Person person(Patient patient) {
        var name = patient.getNameFirstRep();
        return new HealthChild.Person(
                number(patient, Names.PERSONAL_NUMBER),
                number(patient, Names.HEALTH_NUMBER),
                name.getFamily(),
                name.getGiven().isEmpty() ? "" : name.getGiven().get(0).getValue(),
                name.getGiven().size() < 2 ? "" : name.getGiven().get(1).getValue(),
                day(patient),
                patient.hasGender() ? patient.getGender().toCode() : "unknown",
                false);
    }

    private static String number(Patient patient, String system) {
        return patient.getIdentifier().stream()
                .filter(i -> system.equals(i.getSystem()))
                .map(Identifier::getValue)
                .findFirst()
                .orElse("");
    }

    private static LocalDate day(Patient patient) {
        try {
            return LocalDate.parse(String.valueOf(patient.getBirthDateElement().getValueAsString()));
        } catch (DateTimeParseException e) {
            throw Rejection.of(422, IssueType.REQUIRED, "Patient.birthDate: year, month and day");
        }
    }

    /** The {@code identifier=system|value} under which the entry is done only once, as {@code system|value}. */
    private static String condition(BundleEntryComponent entry) {
        String query = entry.getRequest().getMethod() == HTTPVerb.PUT
                ? entry.getRequest().getUrl().replaceFirst("^[A-Za-z]+\\?", "")
                : String.valueOf(entry.getRequest().getIfNoneExist());
        return Searches.query(query).getOrDefault("identifier", "");
    }

    private static String token(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }
}
