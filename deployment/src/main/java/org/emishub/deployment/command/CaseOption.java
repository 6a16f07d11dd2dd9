package org.emishub.deployment.command;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Which case of which worker. */
final class CaseOption {
    @Parameters(paramLabel = "CASE", description = "The case's number.")
    private String caseId = "";

    @Option(names = "--worker", required = true, description = "user@organisation/system")
    private String worker = "";

    ObjectNode in(ObjectNode arguments) {
        return arguments.put("case", caseId).put("worker", worker);
    }
}
