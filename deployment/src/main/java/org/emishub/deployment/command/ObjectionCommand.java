package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

        @Mixin
        private ChildOption child = new ChildOption();

        @Mixin
        private SaidOption said = new SaidOption();

        @Override
        public Integer call() {
            return operation.note("objection.make", said.in(child.in(by.arguments())), "The objection is noted.");
        }
    }

    /** Ends one. */
    @Command(name = "end", description = "Note that they no longer object.")
    static final class End implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private ChildOption child = new ChildOption();

        @Mixin
        private SaidOption said = new SaidOption();

        @Override
        public Integer call() {
            return operation.note("objection.end", said.in(child.in(by.arguments())), "They no longer object.");
        }
    }
}
