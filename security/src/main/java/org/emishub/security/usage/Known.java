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

    /** As what they may look; a child of unknown age may be of age, so that nobody may. */
    public Standing standing(Instant now, Majority majority) {
        int age = born.map(day -> Period.between(day, majority.today(now)).getYears())
                .orElse(-1);
        if (age < 0 || !(self || say)) {
            return Standing.NOBODY;
        }
        boolean ofAge = age >= majority.age();
        if (self) {
            return ofAge ? Standing.OF_AGE : Standing.CHILD;
        }
        return ofAge ? Standing.NOBODY : Standing.GUARDIAN;
    }

    View view(String person, Instant now, Majority majority) {
        Standing standing = standing(now, majority);
        Optional<Instant> sealedSince = seals.stream()
                .filter(seal -> seal.bars(standing))
                .map(Sealing::since)
                .min(Comparator.naturalOrder());
        return new View(person, standing, born, sealedSince);
    }

    /** Never prints a birth date. */
    @Override
    public String toString() {
        return "Known[]";
    }
}
