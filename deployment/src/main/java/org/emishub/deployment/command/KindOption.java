package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** How a child is sealed. */
final class KindOption {
    @Option(
            names = "--kind",
            description = "everything, protected address, adoption or suspected abuser (${DEFAULT-VALUE}).",
            defaultValue = "everything")
    private String kind = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("kind", kind);
    }
}
