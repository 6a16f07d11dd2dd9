package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Messages on their way to a recipient; never their payload. */
@Command(
        name = "message",
        description = "List, show or retry messages on their way.",
        subcommands = {MessageCommand.All.class, MessageCommand.Show.class, MessageCommand.Retry.class})
final class MessageCommand {
    /** Lists them. */
    @Command(name = "list", description = "The newest messages first.")
    static final class All implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "--state", description = "pending, sent, delivered, dead, expired or refused")
        private String state = "";

        @Override
        public Integer call() {
            JsonNode found =
                    operation.run("message.list", OperationCommand.arguments().put("state", state));
            found.path("messages")
                    .forEach(message -> operation.say("%s  %-9s  %-28s  %s  %s"
                            .formatted(
                                    message.path("id").asString(""),
                                    message.path("state").asString(""),
                                    message.path("agreement").asString(""),
                                    message.path("recipient").asString(""),
                                    message.path("reason").asString(""))));
            operation.say(found.path("messages").size() + " messages.");
            return Exit.OK;
        }
    }

    /** Shows one. */
    @Command(name = "show", description = "Everything about a message but its payload.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode found =
                    operation.run("message.show", OperationCommand.arguments().put("id", id));
            found.properties()
                    .forEach(line -> operation.say(
                            "%-10s  %s".formatted(line.getKey(), line.getValue().asString(""))));
            return Exit.OK;
        }
    }

    /** Tries a dead one again. */
    @Command(name = "retry", description = "Try a dead letter again, under today's agreement and consent.")
    static final class Retry implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() {
            operation.run("message.retry", OperationCommand.arguments().put("id", id));
            operation.say("Message " + id + " waits for its next attempt.");
            return Exit.OK;
        }
    }
}
