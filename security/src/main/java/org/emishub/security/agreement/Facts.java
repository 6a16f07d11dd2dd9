package org.emishub.security.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/** What is known about cases, consents and children at the moment of a decision; whoever decides again from the same facts decides the same. */
public interface Facts {
    /**
     * Whether this actor has this case open for this child.
     *
     * @param caseId as the actor states it, never blank
     * @param actor {@code user@organisation/system}, or the system
     * @param child the child's identifier, of any system
     */
    boolean caseOpen(String caseId, String actor, String child, Instant at);

    /** Whether this actor broke the glass for this child under this agreement, and the time has not run out. */
    boolean glassBroken(String actor, String child, String agreementId, Instant at);

    /** Whether it was given by whoever may give it, and nobody who may has withdrawn. */
    boolean consented(Giver giver, String child, String agreementId, Instant at);

    /** Whether the child is that old on the day, in full years; also true when the age is not known. */
    boolean mayBeAtLeast(String child, int years, LocalDate day);

    /** Whether somebody who may has objected to this exchange. */
    boolean objected(String child, String agreementId, Instant at);

    /** In which kinds the child is sealed. */
    Set<Seal> sealed(String child);

    /** Whether the child belongs to the population, named in the words of a {@link NamedCheck}. */
    boolean populationHolds(String name, String child);
}
