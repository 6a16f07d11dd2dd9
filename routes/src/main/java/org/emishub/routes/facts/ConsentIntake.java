package org.emishub.routes.facts;

import org.emishub.security.member.SystemId;

/** Where a door hands in what somebody agreed to. */
@FunctionalInterface
public interface ConsentIntake {
    /**
     * Notes what somebody said.
     *
     * @param from the system that hands it in, as its certificate says
     * @throws NotEntitled when the agreement does not name that system as one from which consents are taken
     * @throws NoSay when it is of somebody without a say over the child
     * @throws IllegalArgumentException when the agreement needs no consent, or it was said in the future
     */
    Consents.Noted take(ConsentRecord record, SystemId from);
}
