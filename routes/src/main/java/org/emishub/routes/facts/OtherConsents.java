package org.emishub.routes.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;

/** Facts of which all but the consents are as they are known. */
public record OtherConsents(Facts known, Given consents) implements Facts {
    /** Whether somebody consents, as {@link Facts#consented} asks. */
    @FunctionalInterface
    public interface Given {
        boolean by(Giver giver, String child, String agreementId, Instant at);
    }

    /** A consent that was in force when a letter was accepted counts on ({@code withdrawalStopsQueued: false}). */
    public static Facts ofAcceptance(Facts known, Instant acceptedAt) {
        return new OtherConsents(
                known,
                (giver, child, agreement, at) -> known.consented(giver, child, agreement, at)
                        || known.consented(giver, child, agreement, acceptedAt));
    }

    @Override
    public boolean caseOpen(String caseId, String actor, String child, Instant at) {
        return known.caseOpen(caseId, actor, child, at);
    }

    @Override
    public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
        return known.glassBroken(actor, child, agreementId, at);
    }

    @Override
    public boolean consented(Giver giver, String child, String agreementId, Instant at) {
        return consents.by(giver, child, agreementId, at);
    }

    @Override
    public boolean mayBeAtLeast(String child, int years, LocalDate day) {
        return known.mayBeAtLeast(child, years, day);
    }

    @Override
    public boolean objected(String child, String agreementId, Instant at) {
        return known.objected(child, agreementId, at);
    }

    @Override
    public Set<Seal> sealed(String child) {
        return known.sealed(child);
    }

    @Override
    public boolean populationHolds(String name, String child) {
        return known.populationHolds(name, child);
    }
}
