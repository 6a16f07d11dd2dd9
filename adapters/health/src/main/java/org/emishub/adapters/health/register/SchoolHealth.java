package org.emishub.adapters.health.register;

/**
 * The code system by which register and hub speak of the examination before school.
 *
 * <p>An Observation with code {@code fit-for-school} and value {@code fit}, {@code not-fit} or {@code pending}; a ServiceRequest with code {@code examination} for the next one.
 */
final class SchoolHealth {
    static final String SYSTEM = "https://emishub.org/fhir/CodeSystem/school-health";
    static final String FIT_FOR_SCHOOL = SYSTEM + "|fit-for-school";
    static final String EXAMINATION = SYSTEM + "|examination";
    static final String VISION = "vision";
    static final String LOINC = "http://loinc.org";
    static final String HEIGHT = "8302-2";
    static final String WEIGHT = "29463-7";

    private SchoolHealth() {}
}
