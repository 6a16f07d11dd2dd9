package org.emishub.deployment.country;

/**
 * A child's name.
 *
 * @param patronymic name after the father
 */
public record Name(String family, String given, String patronymic) {
    /** As in a passport, A to Z only. */
    public Name latin() {
        return new Name(Latin.of(family), Latin.of(given), Latin.of(patronymic));
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Name";
    }
}
