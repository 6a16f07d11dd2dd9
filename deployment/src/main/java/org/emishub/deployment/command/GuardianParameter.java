package org.emishub.deployment.command;

import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Which guardian. */
final class GuardianParameter {
    @Parameters(paramLabel = "GUARDIAN", description = "The guardian, by their national number.")
    private String guardian = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("guardian", guardian);
    }
}
