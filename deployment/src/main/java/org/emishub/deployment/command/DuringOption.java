package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** From when until when. */
final class DuringOption {
    @Option(names = "--from", description = "From when on, as 2026-11-22T08:00:00Z; else from now on.")
    private String from = "";

    @Option(names = "--until", description = "When it ends by itself.")
    private String until = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("from", from).put("until", until);
    }
}
