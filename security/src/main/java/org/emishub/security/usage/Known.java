package org.emishub.security.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known at one moment of somebody who asks for a child's log.
 *
 * @param self whether they are the child
 * @param say whether they have a say over the child at this moment
 * @param born when the child was born, where that is kept
 * @param seals in which kinds the child is sealed now
 */
public record Known(boolean self, boolean say, Optional<LocalDate> born, List<Sealing> seals) {
    /** Nothing is known of them. */
    public static final Known NOTHING = new Known(false, false, Optional.empty(), List.of());

    public Known {
        seals = List.copyOf(seals);
    }

    /**
     * As what they may look; a child of unknown age may be of age, so that nobody may.
     *
     * @param majority the age in full years from which the young person looks and the guardian no longer does
     */
    public Standing standing(LocalDate today, int majority) {
        int age = age(today);
        if (age < 0 || !(self || say)) {
            return Standing.NOBODY;
        }
        if (self) {
            return age >= majority ? Standing.OF_AGE : Standing.CHILD;
        }
        return age >= majority ? Standing.NOBODY : Standing.GUARDIAN;
    }

    View view(String person, LocalDate today, int majority) {
        Standing standing = standing(today, majority);
        Optional<Instant> sealedSince = seals.stream()
                .filter(seal -> seal.bars(standing))
                .map(Sealing::since)
                .min(Comparator.naturalOrder());
        return new View(person, standing, age(today), sealedSince);
    }

    /** In full years; -1 when it is not known. */
    private int age(LocalDate today) {
        return born.map(day -> Period.between(day, today).getYears()).orElse(-1);
    }

    /** Never prints a birth date. */
    @Override
    public String toString() {
        return "Known[]";
    }
}
