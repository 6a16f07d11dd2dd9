package org.emishub.deployment.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.emishub.deployment.operation.Operator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What outside audit repositories are told of the ledger. */
@Command(name = "audit", description = "The feed to audit repositories.", subcommands = AuditCommand.Feed.class)
final class AuditCommand {
    /** The feed. */
    @Command(
            name = "feed",
            description = "How far repositories were told; the same events as a file.",
            subcommands = {AuditCommand.State.class, AuditCommand.Export.class})
    static final class Feed {}

    /** How far each was told. */
    @Command(name = "status", description = "Each repository: how many entries it is behind, and why.")
    static final class State implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("audit.feed", OperationCommand.arguments());
            if (found.path("sinks").isEmpty()) {
                operation.say("No repository is told: set audit.repository or audit.syslog in hub.yaml.");
            }
            found.path("sinks")
                    .forEach(one -> operation.say("%-10s  next entry %d, %d behind, %d refused; %s%s"
                            .formatted(
                                    one.path("sink").asString(""),
                                    one.path("next").asLong(),
                                    one.path("behind").asLong(),
                                    one.path("refused").asLong(),
                                    one.path("sent").asString("").isEmpty()
                                            ? "never told"
                                            : "told last at " + one.path("sent").asString(""),
                                    fault(one))));
            return Exit.OK;
        }

        private static String fault(JsonNode one) {
            return one.path("failures").asInt() == 0
                    ? ""
                    : "; PENDING: %d attempts failed (%s)"
                            .formatted(
                                    one.path("failures").asInt(),
                                    one.path("fault").asString(""));
        }
    }

    /** The events as lines. */
    @Command(name = "export", description = "Print AuditEvents, one a line (FHIR R4, ndjson).")
    static final class Export implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--from", paramLabel = "DAY", description = "First day, in UTC; from the beginning without it.")
        private String from = "";

        @Option(names = "--to", paramLabel = "DAY", description = "Last day, in UTC.")
        private String to = "";

        @Option(names = "--by", description = "Who looks (${DEFAULT-VALUE}).", defaultValue = "${sys:user.name}")
        private String by = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Operator operator = new Operator(config.read());
            ObjectNode arguments =
                    OperationCommand.arguments().put("from", from).put("to", to).put("by", by);
            JsonNode page = operator.run("audit.export", arguments);
            page.path("events").forEach(event -> out.println(event.asString("")));
            while (page.has("next")) {
                page = operator.run(
                        "audit.export", arguments.put("next", page.path("next").asLong()));
                page.path("events").forEach(event -> out.println(event.asString("")));
            }
            out.flush();
            return Exit.OK;
        }
    }
}
