package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which worker has which case open for which child. */
@Command(
        name = "case",
        description = "Open and close a worker's case for a child.",
        subcommands = {CaseCommand.Open.class, CaseCommand.Close.class})
final class CaseCommand {
    /** Opens one. */
    @Command(name = "open", description = "Open a case of a worker for a child.")
    static final class Open implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private CaseOption worker = new CaseOption();

        @Mixin
        private ChildOption child = new ChildOption();

        @Mixin
        private DuringOption during = new DuringOption();

        @Override
        public Integer call() {
            return operation.note("case.open", during.in(child.in(worker.in(by.arguments()))), "The case is open.");
        }
    }

    /** Closes one. */
    @Command(name = "close", description = "Close it; from the next question on it opens nothing.")
    static final class Close implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private CaseOption worker = new CaseOption();

        @Mixin
        private ChildOption child = new ChildOption();

        @Override
        public Integer call() {
            return operation.note("case.close", child.in(worker.in(by.arguments())), "The case is closed.");
        }
    }
}
