package org.emishub.deployment;

import org.emishub.deployment.command.HubCommand;

/** Where the Java process begins. */
public final class Hub {
    private Hub() {}

    /** Runs one command; see {@code hub --help} for commands and exit codes. */
    public static void main(String[] arguments) {
        System.exit(HubCommand.commandLine().execute(arguments));
    }
}
