package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who has a say over which child. */
@Command(
        name = "guardian",
        description = "Note who has a say over a child, and when it was born.",
        subcommands = {GuardianCommand.Give.class, GuardianCommand.End.class, GuardianCommand.Born.class})
final class GuardianCommand {
    /** Notes that somebody has a say. */
    @Command(name = "give", description = "Note that a guardian has a say over a child.")
    static final class Give implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "GUARDIAN", description = "The guardian, by their national number.")
        private String guardian = "";

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Option(names = "--from", description = "From when on, as 2026-11-22T08:00:00Z; else from now on.")
        private String from = "";

        @Option(names = "--until", description = "When it ends by itself.")
        private String until = "";

        @Override
        public Integer call() {
            operation.run(
                    "guardian.give",
                    by.arguments()
                            .put("guardian", guardian)
                            .put("child", child)
                            .put("from", from)
                            .put("until", until));
            operation.say("The guardian has a say.");
            return Exit.OK;
        }
    }

    /** Notes that they have none any more. */
    @Command(name = "end", description = "Note that they have none any more: what they agreed to ends.")
    static final class End implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "GUARDIAN", description = "The guardian, by their national number.")
        private String guardian = "";

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Override
        public Integer call() {
            operation.run(
                    "guardian.end", by.arguments().put("guardian", guardian).put("child", child));
            operation.say("The guardian has no say any more.");
            return Exit.OK;
        }
    }

    /** Keeps a birth date, sealed. */
    @Command(name = "born", description = "Keep when a child was born, for the age from which it has to agree too.")
    static final class Born implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "DAY", description = "As 2012-03-04.")
        private String on = "";

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Override
        public Integer call() {
            operation.run("child.born", by.arguments().put("on", on).put("child", child));
            operation.say("The birth date is kept, sealed.");
            return Exit.OK;
        }
    }
}
