package org.emishub.adapters.health.register;

/**
 * The URIs under which the register keeps identifiers; each country has its own.
 *
 * @param personalNumber the national personal number
 * @param healthNumber the health system's own number
 * @param emisNumber the education system's number of a pupil
 * @param socialNumber the social registry's number of a person
 * @param schoolNumber the education system's number of a school
 * @param enrolment the hub's name of one child's place at one school
 * @param message the hub's name of one message
 */
public record IdentifierSystems(
        String personalNumber,
        String healthNumber,
        String emisNumber,
        String socialNumber,
        String schoolNumber,
        String enrolment,
        String message) {
    /** Those of the sandbox, {@code https://emishub.org/fhir/sid/...}. */
    public static IdentifierSystems sandbox() {
        String base = "https://emishub.org/fhir/sid/";
        return new IdentifierSystems(
                base + "personal-number",
                base + "health-number",
                base + "emis-number",
                base + "social-number",
                base + "school-number",
                base + "enrolment",
                base + "message");
    }
}
