package org.emishub.deployment.campaign.fault;

/** Something that goes wrong with one target. */
public interface Fault {
    /**
     * Makes it go wrong; whether there was anything to be struck.
     *
     * @throws Exception when it cannot be done, which is no finding about the hub
     */
    boolean strike() throws Exception;

    /** Puts it right again, where it does not heal by itself. */
    default void heal() throws Exception {}
}
