package org.emishub.routes.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;

/** Facts as they would be if the glass were broken: to see, before it is, whether that would be enough. */
record WithoutCase(Facts known) implements Facts {
    @Override
    public boolean caseOpen(String caseId, String actor, String child, Instant at) {
        return false;
    }

    @Override
    public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
        return true;
    }

    @Override
    public boolean consented(Giver giver, String child, String agreementId, Instant at) {
        return known.consented(giver, child, agreementId, at);
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
