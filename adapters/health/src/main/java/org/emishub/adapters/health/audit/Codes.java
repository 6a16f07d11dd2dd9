package org.emishub.adapters.health.audit;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The codes that AuditEvents are made of. */
final class Codes {
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

    private Codes() {}

    static Coding dicom(String code, String display) {
        return new Coding(DICOM, code, display);
    }

    static Coding rest() {
        return hl7("audit-event-type", "rest");
    }

    static Coding interaction(String code) {
        return new Coding("http://hl7.org/fhir/restful-interaction", code, null);
    }

    static Coding hl7(String system, String code) {
        return new Coding(TERMINOLOGY + system, code, null);
    }

    /** One of ours: {@code https://emishub.org/fhir/CodeSystem/...}. */
    static Coding ours(String system, String code) {
        return new Coding("https://emishub.org/fhir/CodeSystem/" + system, code, null);
    }

    static CodeableConcept concept(Coding coding) {
        return new CodeableConcept().addCoding(coding);
    }
}
