package org.emishub.mappings.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.emishub.mappings.identity.Match.Fact;
import org.jspecify.annotations.Nullable;

/**
 * Finds a described child among candidates, and rather nobody than the wrong one.
 *
 * <p>A candidate is the child when the national number is equal, or when family name, given name and birth date agree; and when no known fact contradicts it. Twins
 * share all but the given name, so given names must have the same consonants and not only look alike.
 */
public final class ChildMatcher {
    /** Jaro-Winkler similarity of folded names; chosen on FEBRL 1 and 2, where lower ones begin to match strangers. */
    private static final double LIKE = 0.90;

    /** Below this, two given names of one national number are two children. */
    private static final double UNLIKE = 0.80;

    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private ChildMatcher() {}

    /** Compares the subject with each candidate; any order of candidates gives the same answer for the same child. */
    public static Match match(Description subject, List<Description> candidates) {
        Folded wanted = Folded.of(subject);
        List<Integer> same = new ArrayList<>();
        Fact veto = null;
        for (int i = 0; i < candidates.size(); i++) {
            Folded candidate = Folded.of(candidates.get(i));
            boolean sameNumber = candidate.hasNumberOf(wanted);
            if (!sameNumber && !candidate.isNamedLike(wanted)) {
                continue;
            }
            Fact contradiction = contradiction(wanted, candidate, sameNumber);
            if (contradiction != null && sameNumber) {
                return new Match.Vetoed(contradiction);
            }
            if (contradiction != null) {
                veto = veto == null || contradiction.compareTo(veto) < 0 ? contradiction : veto;
            } else if (sameNumber || candidate.isBornWith(wanted)) {
                same.add(i);
            }
        }
        return switch (same.size()) {
            case 0 -> veto == null ? new Match.None() : new Match.Vetoed(veto);
            case 1 -> new Match.One(same.get(0));
            default -> new Match.Multiple();
        };
    }

    private static @Nullable Fact contradiction(Folded wanted, Folded candidate, boolean sameNumber) {
        Description a = wanted.description;
        Description b = candidate.description;
        if (differ(a.nationalId(), b.nationalId())) {
            return Fact.NATIONAL_ID;
        }
        if (differ(a.birthDate(), b.birthDate())) {
            return Fact.BIRTH_DATE;
        }
        if (differ(a.sex(), b.sex())) {
            return Fact.SEX;
        }
        return sameNumber && candidate.isCertainlyNotCalled(wanted) ? Fact.GIVEN_NAME : null;
    }

    private static boolean differ(@Nullable Object a, @Nullable Object b) {
        return a != null && b != null && !a.equals(b);
    }

    private record Folded(Description description, String family, String given) {
        static Folded of(Description d) {
            return new Folded(
                    d,
                    d.familyName() == null ? "" : Names.fold(d.familyName()),
                    d.givenName() == null ? "" : Names.fold(d.givenName()));
        }

        boolean hasNumberOf(Folded that) {
            return description.nationalId() != null
                    && Objects.equals(description.nationalId(), that.description.nationalId());
        }

        boolean isBornWith(Folded that) {
            return description.birthDate() != null
                    && Objects.equals(description.birthDate(), that.description.birthDate());
        }

        /** Also when one of the two systems has the names in each other's place. */
        boolean isNamedLike(Folded that) {
            return (alike(family, that.family) && sameGiven(given, that.given)) || isSwapped(that);
        }

        private boolean isSwapped(Folded that) {
            return !given.isEmpty() && !family.isEmpty() && given.equals(that.family) && family.equals(that.given);
        }

        /** An absent name or an initial tells nothing. */
        boolean isCertainlyNotCalled(Folded that) {
            return !given.startsWith(that.given)
                    && !that.given.startsWith(given)
                    && !isNamedLike(that)
                    && SIMILARITY.apply(given, that.given) < UNLIKE;
        }

        private static boolean sameGiven(String a, String b) {
            return alike(a, b) && Names.skeleton(a).equals(Names.skeleton(b));
        }

        private static boolean alike(String a, String b) {
            return !a.isEmpty() && !b.isEmpty() && SIMILARITY.apply(a, b) >= LIKE;
        }
    }
}
