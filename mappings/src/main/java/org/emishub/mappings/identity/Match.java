package org.emishub.mappings.identity;

/** Which of some candidates is the child that was described; only {@link One} may release anything. */
public sealed interface Match {
    /**
     * This one is the child.
     *
     * @param index of the candidate, from 0
     */
    record One(int index) implements Match {}

    /** Two or more are as good as each other. */
    record Multiple() implements Match {}

    /** None is the child. */
    record None() implements Match {}

    /**
     * A candidate looks like the child and is contradicted by a fact.
     *
     * @param by the first contradicting fact; never its value
     */
    record Vetoed(Fact by) implements Match {}

    /** What can contradict a likeness. */
    enum Fact {
        NATIONAL_ID,
        BIRTH_DATE,
        SEX,
        GIVEN_NAME
    }
}
