package org.emishub.deployment.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Looks after the ledger. */
@Command(
        name = "ledger",
        description = "Verify the ledger, and show who vouches for it.",
        subcommands = {LedgerCommand.Verify.class, CheckpointCommand.class, CosignedCommand.class})
final class LedgerCommand {
    /** Recomputes everything from the database. */
    @Command(name = "verify", description = "Recompute every leaf and the tree; compare with every checkpoint kept.")
    static final class Verify implements java.util.concurrent.Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("ledger.verify", OperationCommand.arguments());
            boolean holds = found.path("holds").asBoolean(false);
            operation.say(
                    holds
                            ? "The ledger holds: " + found.path("entries").asLong() + " entries, "
                                    + found.path("checkpoints").asInt() + " checkpoints, root "
                                    + found.path("root").asString("")
                            : "THE LEDGER DOES NOT HOLD: "
                                    + found.path("problem").asString(""));
            return holds ? Exit.OK : Exit.FAILED;
        }
    }
}
