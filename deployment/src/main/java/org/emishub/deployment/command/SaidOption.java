package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Who speaks for a child, of which exchange. */
final class SaidOption {
    @Option(names = "--agreement", required = true, description = "To which exchange.")
    private String agreement = "";

    @Option(names = "--who", required = true, description = "The child itself or a guardian.")
    private String who = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("agreement", agreement).put("who", who);
    }
}
