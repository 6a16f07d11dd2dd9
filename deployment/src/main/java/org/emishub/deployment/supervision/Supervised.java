package org.emishub.deployment.supervision;

/** A server that the hub runs itself, on a folder and a port that stay the same. */
public interface Supervised {
    /** What it is, in a word for the log. */
    String name();

    /** Whether it serves; answers at once. */
    boolean works();

    /** Starts it again, ending first what may be left of it; throws when that is not possible yet. */
    void restart();
}
