package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who objected to which exchange. */
@Command(
        name = "objection",
        description = "Note an objection of a child or its guardian, or its end.",
        subcommands = {ObjectionCommand.Make.class, ObjectionCommand.End.class})
final class ObjectionCommand {
    /** Notes one. */
    @Command(name = "make", description = "Note that they object.")
    static final class Make implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Option(names = "--agreement", required = true, description = "To which exchange.")
        private String agreement = "";

        @Option(names = "--who", required = true, description = "The child itself or a guardian.")
        private String who = "";

        @Override
        public Integer call() {
            operation.run(
                    "objection.make",
                    by.arguments()
                            .put("child", child)
                            .put("agreement", agreement)
                            .put("who", who));
            operation.say("The objection is noted.");
            return Exit.OK;
        }
    }

    /** Ends one. */
    @Command(name = "end", description = "Note that they no longer object.")
    static final class End implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Option(names = "--agreement", required = true, description = "To which exchange.")
        private String agreement = "";

        @Option(names = "--who", required = true, description = "The child itself or a guardian.")
        private String who = "";

        @Override
        public Integer call() {
            operation.run(
                    "objection.end",
                    by.arguments()
                            .put("child", child)
                            .put("agreement", agreement)
                            .put("who", who));
            operation.say("They no longer object.");
            return Exit.OK;
        }
    }
}
