package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

        @Mixin
        private GuardianParameter guardian = new GuardianParameter();

        @Mixin
        private ChildOption child = new ChildOption();

        @Mixin
        private DuringOption during = new DuringOption();

        @Override
        public Integer call() {
            return operation.note(
                    "guardian.give", during.in(child.in(guardian.in(by.arguments()))), "The guardian has a say.");
        }
    }

    /** Notes that they have none any more. */
    @Command(name = "end", description = "Note that they have none any more: what they agreed to ends.")
    static final class End implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private GuardianParameter guardian = new GuardianParameter();

        @Mixin
        private ChildOption child = new ChildOption();

        @Override
        public Integer call() {
            return operation.note(
                    "guardian.end", child.in(guardian.in(by.arguments())), "The guardian has no say any more.");
        }
    }

    /** Keeps a birth date, sealed. */
    @Command(name = "born", description = "Keep when a child was born, for the age from which it has to agree too.")
    static final class Born implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private ChildOption child = new ChildOption();

        @Parameters(paramLabel = "DAY", description = "As 2012-03-04.")
        private String on = "";

        @Override
        public Integer call() {
            return operation.note(
                    "child.born", child.in(by.arguments()).put("on", on), "The birth date is kept, sealed.");
        }
    }
}
