package org.emishub.routes.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;
import org.jspecify.annotations.Nullable;

/** What was found for one decision, under one agreement, about one actor and one child; asked of any other it says no. */
final class GatheredFacts implements Facts {
    private final About about;
    private final List<During> cases = new ArrayList<>();
    private final List<During> glasses = new ArrayList<>();
    private final List<Consent> consents = new ArrayList<>();
    private final List<During> objections = new ArrayList<>();
    private final Set<Seal> seals = EnumSet.noneOf(Seal.class);
    private Optional<LocalDate> birthDate = Optional.empty();
    private boolean inPopulation;

    GatheredFacts(About about) {
        this.about = about;
    }

    /** What the decision is about; a population is the agreement's {@code onlyFor}. */
    record About(String caseId, String actor, String child, String agreementId, String population) {}

    /** From a moment on, until another if there is one. */
    record During(Instant from, @Nullable Instant until) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && (until == null || at.isBefore(until));
        }
    }

    /** What one person said last; the person's say ends with {@code until}, whatever was said. */
    record Consent(Giver giver, @Nullable Instant given, @Nullable Instant until, @Nullable Instant withdrawn) {
        boolean givenAt(Instant at) {
            return given != null && new During(given, until).holds(at) && !withdrawnAt(at);
        }

        boolean withdrawnAt(Instant at) {
            return withdrawn != null && new During(withdrawn, until).holds(at);
        }
    }

    void openCase(During during) {
        cases.add(during);
    }

    void glass(During during) {
        glasses.add(during);
    }

    void consent(Consent consent) {
        consents.add(consent);
    }

    void objection(During during) {
        objections.add(during);
    }

    void seal(Seal kind) {
        seals.add(kind);
    }

    void born(LocalDate day) {
        birthDate = Optional.of(day);
    }

    void inPopulation() {
        inPopulation = true;
    }

    @Override
    public boolean caseOpen(String caseId, String actor, String child, Instant at) {
        return caseId.equals(about.caseId())
                && sameAsker(actor, child)
                && cases.stream().anyMatch(one -> one.holds(at));
    }

    @Override
    public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
        return sameAsker(actor, child)
                && agreementId.equals(about.agreementId())
                && glasses.stream().anyMatch(one -> one.holds(at));
    }

    private boolean sameAsker(String actor, String child) {
        return actor.equals(about.actor()) && child.equals(about.child());
    }

    /** Where several have a say, one who withdrew or refused prevails. */
    @Override
    public boolean consented(Giver giver, String child, String agreementId, Instant at) {
        List<Consent> theirs =
                consents.stream().filter(one -> one.giver() == giver).toList();
        return sameExchange(child, agreementId)
                && theirs.stream().anyMatch(one -> one.givenAt(at))
                && theirs.stream().noneMatch(one -> one.withdrawnAt(at));
    }

    private boolean sameExchange(String child, String agreementId) {
        return child.equals(about.child()) && agreementId.equals(about.agreementId());
    }

    @Override
    public boolean mayBeAtLeast(String child, int years, LocalDate day) {
        return birthDate.isEmpty()
                || !child.equals(about.child())
                || Period.between(birthDate.get(), day).getYears() >= years;
    }

    /** An objection of a child that was not looked up is one that cannot be excluded. */
    @Override
    public boolean objected(String child, String agreementId, Instant at) {
        return !sameExchange(child, agreementId) || objections.stream().anyMatch(one -> one.holds(at));
    }

    @Override
    public Set<Seal> sealed(String child) {
        return child.equals(about.child()) ? seals : EnumSet.of(Seal.EVERYTHING);
    }

    @Override
    public boolean populationHolds(String name, String child) {
        return inPopulation && name.equals(about.population()) && child.equals(about.child());
    }
}
