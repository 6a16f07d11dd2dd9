package org.emishub.routes.facts;

/** Where a door hands in what somebody agreed to. */
@FunctionalInterface
public interface ConsentIntake {
    /**
     * Notes what somebody said.
     *
     * @param by who hands it in: an operator's name, or a system
     * @throws NoSay when it is of somebody without a say over the child
     * @throws IllegalArgumentException when the agreement needs no consent, or it was said in the future
     */
    Consents.Noted note(ConsentRecord record, String by);
}
