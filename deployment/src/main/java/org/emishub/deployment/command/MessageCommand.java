package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

    /** Tries dead ones again. */
    @Command(
            name = "retry",
            description = "Try a dead letter again, or all of one cause, under today's agreement and consent.")
    static final class Retry implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @ArgGroup(multiplicity = "1")
        private Which which = new Which();

        /** One, or all of a cause. */
        static final class Which {
            @Parameters(paramLabel = "ID")
            private String id = "";

            @ArgGroup(exclusive = false)
            private @Nullable Cause cause;
        }

        /** Why they died. */
        static final class Cause {
            @Option(
                    names = "--reason",
                    required = true,
                    description = "All dead letters of this reason: UNREACHABLE, TIMEOUT, ...")
            private String reason = "";

            @Option(names = "--recipient", description = "Only those of this recipient.")
            private String recipient = "";
        }

        @Override
        public Integer call() {
            Cause cause = which.cause;
            if (cause == null) {
                operation.run("message.retry", OperationCommand.arguments().put("id", which.id));
                operation.say("Message " + which.id + " waits for its next attempt.");
                return Exit.OK;
            }
            JsonNode done = operation.run(
                    "message.retry",
                    OperationCommand.arguments().put("reason", cause.reason).put("recipient", cause.recipient));
            done.path("outcomes")
                    .properties()
                    .forEach(outcome -> operation.say("%-18s %6d"
                            .formatted(outcome.getKey(), outcome.getValue().asInt())));
            return Exit.OK;
        }
    }
}
