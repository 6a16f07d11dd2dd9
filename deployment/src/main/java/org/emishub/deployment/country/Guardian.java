package org.emishub.deployment.country;

/**
 * A parent or guardian.
 *
 * @param relation code of the canonical list {@code guardian-relation}
 * @param language ISO 639-1
 */
public record Guardian(String nationalId, String family, String given, String relation, String phone, String language) {
    /** Family name and given name. */
    public String name() {
        return family + " " + given;
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Guardian[" + relation + "]";
    }
}
