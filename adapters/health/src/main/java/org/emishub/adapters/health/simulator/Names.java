package org.emishub.adapters.health.simulator;

/** The names by which the register's FHIR interface calls its identifiers and codes. */
final class Names {
    static final String PERSONAL_NUMBER = "https://emishub.org/fhir/sid/personal-number";
    static final String HEALTH_NUMBER = "https://emishub.org/fhir/sid/health-number";
    static final String SCHOOL_NUMBER = "https://emishub.org/fhir/sid/school-number";
    static final String SCHOOL_HEALTH = "https://emishub.org/fhir/CodeSystem/school-health";
    static final String DISABILITY = "https://emishub.org/fhir/CodeSystem/disability";
    static final String FIT_FOR_SCHOOL = "fit-for-school";
    static final String EXAMINATION = "examination";

    static final String CVX = "http://hl7.org/fhir/sid/cvx";
    static final String LOINC = "http://loinc.org";
    static final String UCUM = "http://unitsofmeasure.org";
    static final String MATCH_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    static final String PATIENT_DISABILITY = "http://hl7.org/fhir/StructureDefinition/patient-disability";
    static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    static final String FORECAST = "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status";
    static final String OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    static final String CONDITION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    static final String ALLERGY_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

    private Names() {}
}
