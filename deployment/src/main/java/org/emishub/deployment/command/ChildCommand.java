package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Children of whom nothing may be kept any more. */
@Command(
        name = "child",
        description = "Erase a child, or list what was erased.",
        subcommands = {ChildCommand.Erase.class, ChildCommand.Erased.class})
final class ChildCommand {
    /** Erases one. */
    @Command(
            name = "erase",
            description = {
                "Destroy the child's keys of every year and delete what is kept of it; nothing brings it back.",
                "What is on its way ends with NO_DATA. Proofs stay valid; seals and objections stay, as keyed hashes.",
                "A legal hold is for whoever calls this to check. Providers may deliver the child again: tell them."
            })
    static final class Erase implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Option(
                names = "--child",
                required = true,
                paramLabel = "ID",
                description = "The child, by its national number; by the provider's own where it has none.")
        private String child = "";

        @Option(
                names = "--reason",
                required = true,
                description =
                        "NO_LONGER_NEEDED, CONSENT_WITHDRAWN, OBJECTION_UPHELD, UNLAWFUL, LEGAL_DUTY, CHILD_ASKED,"
                                + " COURT_ORDER, ENTERED_IN_ERROR or RETENTION_OVER, or its words.")
        private String reason = "";

        @Override
        public Integer call() {
            JsonNode done = operation.run(
                    "child.erase", by.arguments().put("child", child).put("reason", reason));
            if (!done.path("changed").asBoolean(false)) {
                operation.say("Nothing is kept of this child.");
                return Exit.OK;
            }
            operation.say("The child is erased: entry " + done.path("entry").asLong() + ", "
                    + done.path("keys").size() + " keys destroyed.");
            done.path("deleted").properties().forEach(count -> {
                if (count.getValue().asInt() > 0) {
                    operation.say("%6d  %s".formatted(count.getValue().asInt(), count.getKey()));
                }
            });
            return Exit.OK;
        }
    }

    /** Lists what was erased. */
    @Command(name = "erasures", description = "When and why children were erased, and which keys; never who.")
    static final class Erased implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("child.erasures", OperationCommand.arguments());
            found.path("erasures")
                    .forEach(one -> operation.say("%8d  %s  %-18s  %d keys  %s"
                            .formatted(
                                    one.path("entry").asLong(),
                                    one.path("at").asString(""),
                                    one.path("reason").asString(""),
                                    one.path("keys").size(),
                                    one.path("deleted").asString(""))));
            operation.say(found.path("erasures").size() + " children erased.");
            return Exit.OK;
        }
    }
}
