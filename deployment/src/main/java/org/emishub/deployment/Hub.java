package org.emishub.deployment;

/** The hub's command line, which so far only says how it will be called. */
public final class Hub {
    private Hub() {}

    /** Prints the usage and exits with 2: there is no command yet. */
    public static void main(String[] arguments) {
        System.err.println("usage: hub COMMAND");
        System.exit(2);
    }
}
