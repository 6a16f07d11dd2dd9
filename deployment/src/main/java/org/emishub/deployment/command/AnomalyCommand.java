package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What rules found that an auditor wants to be told of. */
@Command(
        name = "anomaly",
        description = "List what the rules for anomalies found.",
        subcommands = AnomalyCommand.All.class)
final class AnomalyCommand {
    /** Lists them. */
    @Command(name = "list", description = "Look once more, then list every anomaly: rule, why, who, and the entries.")
    static final class All implements Callable<Integer> {
        private static final String AUDITOR = "${sys:user.name}";

        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "--by", description = "Who looks (${DEFAULT-VALUE}).", defaultValue = AUDITOR)
        private String by = "";

        @Override
        public Integer call() {
            JsonNode found =
                    operation.run("anomaly.list", OperationCommand.arguments().put("by", by));
            operation.say(
                    found.path("rules").isEmpty()
                            ? "NO RULES ARE IN FORCE: nothing is looked for. See deployment/docs/auditor.md."
                            : found.path("anomalies").size() + " anomalies; rules in force: "
                                    + found.path("rules")
                                            .valueStream()
                                            .map(JsonNode::asString)
                                            .collect(Collectors.joining(", ")));
            found.path("anomalies").forEach(this::tell);
            return Exit.OK;
        }

        private void tell(JsonNode one) {
            operation.say("");
            operation.say("%s, %s to %s"
                    .formatted(
                            one.path("rule").asString(""),
                            one.path("since").asString(""),
                            one.path("until").asString("")));
            String actor = one.path("actor").asString("");
            operation.say("  " + one.path("why").asString("") + (actor.isEmpty() ? "" : " " + actor));
            operation.say("  entries "
                    + one.path("entries").valueStream().map(JsonNode::toString).collect(Collectors.joining(", ")));
        }
    }
}
