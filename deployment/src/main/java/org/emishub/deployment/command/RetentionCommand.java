package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What is destroyed when its time is over. */
@Command(
        name = "retention",
        description = "Show that nothing is kept past its time.",
        subcommands = RetentionCommand.Show.class)
final class RetentionCommand {
    /** Shows and checks. */
    @Command(
            name = "show",
            description = {
                "Look for payloads kept longer than agreed, and list what was destroyed.",
                "Each list is made again from the rows and compared with the hash in its entry of the ledger.",
                "Files and rows of work queues leave nothing to make a list of: they are counted, and not listed."
            })
    static final class Show implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "--last", description = "How many runs (${DEFAULT-VALUE}).", defaultValue = "10")
        private int last;

        @Override
        public Integer call() {
            JsonNode found =
                    operation.run("retention.show", OperationCommand.arguments().put("last", last));
            found.path("runs").forEach(run -> operation.say(line(run)));
            found.path("overdue").forEach(what -> operation.say("KEPT TOO LONG: " + what.asString("")));
            if (found.path("runs").isEmpty()) {
                operation.say("Nothing was past its time yet, so nothing was destroyed.");
            }
            boolean holds = found.path("holds").asBoolean(false);
            operation.say(holds ? holding(found) : "RETENTION DOES NOT HOLD.");
            return holds ? Exit.OK : Exit.FAILED;
        }

        private static String holding(JsonNode found) {
            return "Nothing is kept past its time; "
                    + (found.has("oldest")
                            ? "the oldest payload that is kept came at "
                                    + found.path("oldest").asString("") + "."
                            : "no payload is kept at all.");
        }

        static String line(JsonNode run) {
            return "%8d  %s  %s  %s"
                    .formatted(
                            run.path("entry").asLong(),
                            run.path("at").asString(""),
                            run.path("destroyed").asString(""),
                            run.path("holds").asBoolean(false)
                                    ? "listed %d of %d"
                                            .formatted(
                                                    run.path("listed").asInt(),
                                                    run.path("total").asInt())
                                    : "DOES NOT HOLD: " + run.path("problem").asString(""));
        }
    }
}
