package org.emishub.routes.delivery;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;

/** Facts in which a consent that was in force when a letter was accepted counts on ({@code withdrawalStopsQueued: false}). */
record ConsentOfAcceptance(Facts known, Instant acceptedAt) implements Facts {
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
        return known.consented(giver, child, agreementId, at) || known.consented(giver, child, agreementId, acceptedAt);
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
