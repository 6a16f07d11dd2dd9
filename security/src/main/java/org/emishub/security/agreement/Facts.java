package org.emishub.security.agreement;

import java.time.Instant;

/** What is known about cases, consents and children at the moment of a decision; whoever decides again from the same facts decides the same. */
public interface Facts {
    /**
     * Whether this actor has this case open for this child.
     *
     * @param caseId as the actor states it, never empty
     * @param actor {@code user@organisation/system}
     * @param child the child's identifier, of any system
     */
    boolean caseOpen(String caseId, String actor, String child, Instant at);

    /** Whether everybody who has to has agreed to this exchange, and nobody has withdrawn. */
    boolean consented(String child, String agreementId, Instant at);

    /** Whether nothing may be said of the child at all. */
    boolean sealed(String child);

    /** Whether the child belongs to the population, named in the words of a {@link NamedCheck}. */
    boolean populationHolds(String name, String child);
}
