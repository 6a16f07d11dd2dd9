package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The systems that the hub delivers to, and the button that stops one. */
@Command(
        name = "recipient",
        description = "List those who are delivered to; stop and start one.",
        subcommands = {RecipientCommand.All.class, RecipientCommand.Stop.class, RecipientCommand.Start.class})
final class RecipientCommand {
    private static final String OPERATOR = "${sys:user.name}";

    /** Lists them. */
    @Command(name = "list", description = "Every recipient: how delivering to it goes, what waits and what is dead.")
    static final class All implements Callable<Integer> {
        private static final String ROW = "%-32s  %-21s  %8s  %12s  %s";

        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("recipient.list", OperationCommand.arguments());
            operation.say(ROW.formatted("recipient", "state", "waiting", "dead letters", "")
                    .stripTrailing());
            found.path("recipients").forEach(one -> operation.say(line(one)));
            return Exit.OK;
        }

        static String line(JsonNode one) {
            return ROW.formatted(
                            one.path("recipient").asString(""),
                            one.path("stopped").asBoolean()
                                    ? "stopped"
                                    : words(one.path("breaker").asString("")),
                            one.path("open").asLong(),
                            one.path("dead").asLong(),
                            stop(one))
                    .stripTrailing();
        }

        /** To whom no circuit breaker is known, a closed one sounds like a recipient that is cut off. */
        private static String words(String breaker) {
            return switch (breaker) {
                case "CLOSED" -> "delivering";
                case "OPEN" -> "paused after failures";
                case "HALF_OPEN" -> "trying again";
                default -> breaker;
            };
        }

        private static String stop(JsonNode one) {
            return one.path("stopped").asBoolean()
                    ? "by %s since %s: %s"
                            .formatted(
                                    one.path("by").asString(""),
                                    one.path("since").asString(""),
                                    one.path("reason").asString(""))
                    : "";
        }
    }

    /** Stops one. */
    @Command(name = "stop", description = "Deliver nothing more to a recipient; what is accepted for it waits.")
    static final class Stop implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Parameters(paramLabel = "NAME", description = "organisation/system")
        private String recipient = "";

        @Option(names = "--reason", required = true, description = "Why; goes into the ledger.")
        private String reason = "";

        @Option(names = "--by", description = "Who stops it (${DEFAULT-VALUE}).", defaultValue = OPERATOR)
        private String by = "";

        @Override
        public Integer call() {
            operation.run(
                    "recipient.stop",
                    OperationCommand.arguments()
                            .put("recipient", recipient)
                            .put("reason", reason)
                            .put("by", by));
            operation.say(recipient + " is stopped.");
            return Exit.OK;
        }
    }

    /** Starts one again. */
    @Command(name = "start", description = "Deliver to a stopped recipient again.")
    static final class Start implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Parameters(paramLabel = "NAME", description = "organisation/system")
        private String recipient = "";

        @Option(names = "--by", description = "Who starts it (${DEFAULT-VALUE}).", defaultValue = OPERATOR)
        private String by = "";

        @Override
        public Integer call() {
            operation.run(
                    "recipient.start",
                    OperationCommand.arguments().put("recipient", recipient).put("by", by));
            operation.say(recipient + " is delivered to again.");
            return Exit.OK;
        }
    }
}
