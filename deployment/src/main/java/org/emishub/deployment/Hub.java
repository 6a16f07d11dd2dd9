package org.emishub.deployment;

import org.emishub.deployment.command.HubCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the Java process begins. */
public final class Hub {
    private Hub() {}

    /** Runs one command; see {@code hub --help} for commands and exit codes. */
    public static void main(String[] arguments) {
        // Tomcat and the adapters log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            System.exit(HubCommand.commandLine().execute(arguments));
        } catch (LinkageError | VirtualMachineError e) {
            // Threads that run already would keep a process alive that can do nothing.
            System.err.println("hub: this build does not hold together (" + e + "): build again, ./mvnw clean package");
            Runtime.getRuntime().halt(3);
        }
    }
}
