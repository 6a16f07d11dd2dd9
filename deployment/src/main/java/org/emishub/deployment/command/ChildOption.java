package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Of which child. */
final class ChildOption {
    @Option(names = "--child", required = true, description = "The child, by its national number.")
    private String child = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("child", child);
    }
}
