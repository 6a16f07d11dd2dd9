package org.emishub.routes.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Seal;

/** Facts of the hub's own, but the consents of a national service; it is asked only for what a decision comes to. */
record AskedService(Facts known, ConsentService service, Agreement agreement) implements Facts {
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
        return agreementId.equals(agreement.id()) && service.consented(giver, child, agreement, at);
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
