package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

        @Parameters(paramLabel = "CASE", description = "The case's number.")
        private String caseId = "";

        @Option(names = "--worker", required = true, description = "user@organisation/system")
        private String worker = "";

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Option(names = "--from", description = "From when on, as 2026-11-22T08:00:00Z; else from now on.")
        private String from = "";

        @Option(names = "--until", description = "When it closes by itself.")
        private String until = "";

        @Override
        public Integer call() {
            operation.run(
                    "case.open",
                    by.arguments()
                            .put("case", caseId)
                            .put("worker", worker)
                            .put("child", child)
                            .put("from", from)
                            .put("until", until));
            operation.say("The case is open.");
            return Exit.OK;
        }
    }

    /** Closes one. */
    @Command(name = "close", description = "Close it; from the next question on it opens nothing.")
    static final class Close implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "CASE", description = "The case's number.")
        private String caseId = "";

        @Option(names = "--worker", required = true, description = "user@organisation/system")
        private String worker = "";

        @Option(names = "--child", required = true, description = "The child, by its national number.")
        private String child = "";

        @Override
        public Integer call() {
            operation.run(
                    "case.close",
                    by.arguments().put("case", caseId).put("worker", worker).put("child", child));
            operation.say("The case is closed.");
            return Exit.OK;
        }
    }
}
