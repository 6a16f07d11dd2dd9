package org.emishub.adapters.health.enrolment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.emishub.adapters.health.register.FhirPatient;
import org.emishub.adapters.health.register.IdentifierSystems;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The transaction that says a child was enrolled.
 *
 * <p>Patient and Organization are created only where the register has none of that identifier, as they are its own to keep; the EpisodeOfCare is the hub's and is replaced.
 */
final class EnrolmentBundle {
    private final String messageId;
    private final Map<String, Object> fields;
    private final IdentifierSystems systems;
    private final Bundle bundle = new Bundle();

    private EnrolmentBundle(String messageId, Map<String, Object> fields, IdentifierSystems systems) {
        this.messageId = messageId;
        this.fields = fields;
        this.systems = systems;
    }

    /**
     * Makes the bundle; the same message and fields give the same bundle.
     *
     * @throws SystemFault permanent, when the fields hold no identifier of the child or one that FHIR has no place for
     */
    static Bundle of(String messageId, Map<String, Object> fields, IdentifierSystems systems) {
        return new EnrolmentBundle(messageId, fields, systems).make();
    }

    private Bundle make() {
        fields.keySet().stream()
                .filter(path -> !path.startsWith("child.") && !path.startsWith("enrolment."))
                .findFirst()
                .ifPresent(path -> {
                    throw FhirPatient.noPlaceFor(path);
                });
        bundle.setType(BundleType.TRANSACTION);
        bundle.setIdentifier(new Identifier().setSystem(systems.message()).setValue(messageId));
        Patient patient = FhirPatient.of(fields, systems);
        if (!patient.hasIdentifier()) {
            throw new SystemFault("NOT_TRANSLATABLE", "the agreement discloses no identifier of the child", true);
        }
        Identifier number = patient.getIdentifierFirstRep();
        Reference child = create(patient, number);
        EpisodeOfCare episode = new EnrolmentEpisode(fields).episode().setPatient(child);
        Object school = fields.get("enrolment.schoolId");
        String place = number.getValue() + (school == null ? "" : "/" + school);
        Identifier enrolment = new Identifier().setSystem(systems.enrolment()).setValue(place);
        episode.addIdentifier(enrolment);
        if (school != null) {
            Identifier schoolNumber =
                    new Identifier().setSystem(systems.schoolNumber()).setValue(school.toString());
            episode.setManagingOrganization(create(school(schoolNumber), schoolNumber));
        }
        entry(episode).getRequest().setMethod(HTTPVerb.PUT).setUrl("EpisodeOfCare?" + condition(enrolment));
        return bundle;
    }

    private Organization school(Identifier number) {
        Organization school = new Organization();
        school.addIdentifier(number);
        Object name = fields.get("enrolment.schoolName");
        if (name != null) {
            school.setName(name.toString());
        }
        Object district = fields.get("enrolment.district");
        if (district != null) {
            school.addAddress().setState(district.toString());
        }
        return school;
    }

    private Reference create(Resource resource, Identifier number) {
        BundleEntryComponent entry = entry(resource);
        entry.getRequest().setMethod(HTTPVerb.POST).setUrl(resource.fhirType()).setIfNoneExist(condition(number));
        return new Reference(entry.getFullUrl());
    }

    private BundleEntryComponent entry(Resource resource) {
        String name = messageId + "/" + resource.fhirType();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return bundle.addEntry().setFullUrl("urn:uuid:" + id).setResource(resource);
    }

    private static String condition(Identifier identifier) {
        String token = identifier.getSystem() + "|" + identifier.getValue();
        return "identifier=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }
}
