package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Codes of connected systems. */
@Command(name = "codes", description = "Codes that nobody has mapped yet.", subcommands = CodesCommand.Unmapped.class)
final class CodesCommand {
    /** The work queue. */
    @Command(name = "unmapped", description = "Every code that refused a record, and how often.")
    static final class Unmapped implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("codes.unmapped", OperationCommand.arguments());
            found.path("codes")
                    .forEach(code -> operation.say("%-26s  %-20s  %-20s  %6d times, last %s"
                            .formatted(
                                    code.path("system").asString(""),
                                    code.path("list").asString(""),
                                    code.path("code").asString(""),
                                    code.path("count").asLong(),
                                    code.path("lastSeen").asString(""))));
            operation.say(found.path("codes").size() + " codes to be mapped.");
            return Exit.OK;
        }
    }
}
