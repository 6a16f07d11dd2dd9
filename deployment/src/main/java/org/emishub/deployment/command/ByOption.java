package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Who says so; their name goes into the personal side of the ledger's entry. */
final class ByOption {
    @Option(names = "--by", description = "Who says so (${DEFAULT-VALUE}).", defaultValue = "${sys:user.name}")
    private String by = "";

    ObjectNode arguments() {
        return OperationCommand.arguments().put("by", by);
    }
}
