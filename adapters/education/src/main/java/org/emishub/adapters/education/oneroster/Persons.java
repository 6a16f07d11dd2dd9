package org.emishub.adapters.education.oneroster;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows about persons say, joined by person number in columns of numbers, so that a country fits into memory.
 *
 * <p>In a delta a person may have rows in some files only; the sourcedIds of those without a row in users.csv are kept in {@code strays}.
 */
final class Persons {
    /** What a person is, the weightiest last. */
    enum Kind {
        UNKNOWN,
        STAFF,
        GUARDIAN,
        CHILD
    }

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int NONE = -1;
    private static final int NO_DAY = Integer.MIN_VALUE;
    private static final int PART_REFUSED = 1;
    private static final int DEMOGRAPHICS = 2;
    private static final int NEEDED = 4;

    final IdTable ids = new IdTable();
    final Texts guardianTexts = new Texts();
    final Map<Integer, String> strays = new HashMap<>();
    final Map<Integer, Map<String, LocalDate>> ended = new HashMap<>();
    private final Ints kinds = new Ints(0);
    private final Ints relations = new Ints(NONE);
    private final Ints flags = new Ints(0);
    private final Ints births = new Ints(NO_DAY);
    private final Ints sexes = new Ints(NONE);
    private final Ints guardians = new Ints(NONE);
    private final Ints classes = new Ints(NONE);
    private final Ints begins = new Ints(NO_DAY);
    private final Ints ends = new Ints(NO_DAY);
    private final Ints ranks = new Ints(NONE);
    private final Ints statuses = new Ints(NONE);
    private final Ints repeats = new Ints(NONE);

    /** One enrolment in numbers: indexes into the reader's lists of classes and words. */
    record Enrolled(int schoolClass, int status, Optional<LocalDate> from, Optional<LocalDate> to, int repeated) {}

    Kind kind(int person) {
        return KINDS.get(kinds.get(person));
    }

    /** Keeps the weightiest of several kinds: a child who is also a peer helper is a child. */
    void kind(int person, Kind kind, int relation) {
        int weight = KINDS.indexOf(kind);
        if (weight > kinds.get(person)) {
            kinds.set(person, weight);
            relations.set(person, relation);
        }
    }

    /** Index of the role's word; -1 when none. */
    int relation(int person) {
        return relations.get(person);
    }

    void refusePart(int person) {
        if (person != IdTable.ABSENT) {
            flags.set(person, flags.get(person) | PART_REFUSED);
        }
    }

    boolean partRefused(int person) {
        return (flags.get(person) & PART_REFUSED) != 0;
    }

    /** A child of this package names the guardian. */
    void need(int guardian) {
        flags.set(guardian, flags.get(guardian) | NEEDED);
    }

    boolean needed(int guardian) {
        return (flags.get(guardian) & NEEDED) != 0;
    }

    boolean hasDemographics(int person) {
        return (flags.get(person) & DEMOGRAPHICS) != 0;
    }

    void demographics(int person, Optional<LocalDate> birth, int sex) {
        flags.set(person, flags.get(person) | DEMOGRAPHICS);
        births.set(person, number(birth));
        sexes.set(person, sex);
    }

    Optional<LocalDate> birth(int person) {
        return day(births.get(person));
    }

    /** Index of the canonical sex; -1 when not said. */
    int sex(int person) {
        return sexes.get(person);
    }

    void guardian(int person, String text) {
        guardians.set(person, guardianTexts.add(text));
    }

    Optional<String> guardian(int person) {
        return guardians.has(person) ? Optional.of(guardianTexts.get(guardians.get(person))) : Optional.empty();
    }

    /** Keeps the enrolment of the highest rank; of equal ones the later. */
    void enrol(int person, int rank, Enrolled enrolled) {
        boolean later = number(enrolled.from()) >= begins.get(person);
        if (rank < ranks.get(person) || (rank == ranks.get(person) && !later)) {
            return;
        }
        ranks.set(person, rank);
        classes.set(person, enrolled.schoolClass());
        statuses.set(person, enrolled.status());
        begins.set(person, number(enrolled.from()));
        ends.set(person, number(enrolled.to()));
        repeats.set(person, enrolled.repeated());
    }

    Optional<Enrolled> enrolled(int person) {
        return classes.has(person)
                ? Optional.of(new Enrolled(
                        classes.get(person),
                        statuses.get(person),
                        day(begins.get(person)),
                        day(ends.get(person)),
                        repeats.get(person)))
                : Optional.empty();
    }

    private static int number(Optional<LocalDate> day) {
        return day.map(d -> (int) d.toEpochDay()).orElse(NO_DAY);
    }

    private static Optional<LocalDate> day(int number) {
        return number == NO_DAY ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(number));
    }
}
