package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Who looked without a case. */
@Command(
        name = "breakglass",
        description = "List and review what was looked at without a case.",
        subcommands = {BreakglassCommand.All.class, BreakglassCommand.Review.class})
final class BreakglassCommand {
    /** Lists them. */
    @Command(name = "list", description = "Who looked without a case, the newest first.")
    static final class All implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("breakglass.list", OperationCommand.arguments());
            for (JsonNode one : found.path("broken")) {
                String state =
                        one.has("reviewed") ? "reviewed" : one.path("overdue").asBoolean() ? "OVERDUE" : "open";
                operation.say("%6d  %-8s  %s  %-28s  %s, child %s: %s"
                        .formatted(
                                one.path("number").asLong(),
                                state,
                                one.path("opened").asString(""),
                                one.path("agreement").asString(""),
                                one.path("actor").asString(""),
                                one.path("child").asString(""),
                                one.path("reason").asString("")));
            }
            return Exit.OK;
        }
    }

    /** Notes a review. */
    @Command(
            name = "review",
            description = "Note what the privacy officer found; until then whoever it was may lose the right.")
    static final class Review implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "NUMBER", description = "See the list.")
        private long number;

        @Option(names = "--finding", required = true, description = "What was found, in a few words.")
        private String finding = "";

        @Override
        public Integer call() {
            return operation.note(
                    "breakglass.review",
                    by.arguments().put("number", number).put("finding", finding),
                    "The review is noted.");
        }
    }
}
