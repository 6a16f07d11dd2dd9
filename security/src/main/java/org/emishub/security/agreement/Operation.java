package org.emishub.security.agreement;

/** A minimisation operation; a closed list, one is added when a real agreement needs it. */
public sealed interface Operation {
    /** The value as it is. */
    record AsIs() implements Operation {}

    /** The year of a date. */
    record Year() implements Operation {}

    /** Year and month of a date. */
    record Month() implements Operation {}

    /** The age in full years on the record's day, in bands of {@code years} ({@code 5-9}); 1 gives the age itself. */
    record AgeBand(int years) implements Operation {}

    /** A number rounded half up to a multiple of {@code step}. */
    record Rounded(int step) implements Operation {}

    /** A named derived answer; of any other field yes, no or unknown. Unknown is never no. */
    record Answer() implements Operation {}

    /** The coarser code of the field's canonical list. */
    record Coarsened() implements Operation {}

    /** A pairwise pseudonym in {@code domain}. */
    record Pseudonym(String domain) implements Operation {}

    /** Not a value but how many children; in statistics only. */
    record Count() implements Operation {}
}
