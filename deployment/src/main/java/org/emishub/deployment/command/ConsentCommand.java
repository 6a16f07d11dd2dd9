package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.emishub.deployment.operation.Operations.NotPossible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Who agreed to which exchange. */
@Command(
        name = "consent",
        description = "List, import and withdraw consents.",
        subcommands = {ConsentCommand.All.class, ConsentCommand.Import.class, ConsentCommand.Withdraw.class})
final class ConsentCommand {
    private static final long LARGEST = 1 << 20;

    /** Lists them. */
    @Command(name = "list", description = "Who said what last, of one child.")
    static final class All implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ChildOption child = new ChildOption();

        @Override
        public Integer call() {
            JsonNode found = operation.run("consent.list", child.in(OperationCommand.arguments()));
            for (JsonNode one : found.path("consents")) {
                boolean withdrawn = one.has("withdrawn");
                operation.say("%-32s  %-8s  %-20s  %-9s  %s"
                        .formatted(
                                one.path("agreement").asString(""),
                                one.path("giver").asString(""),
                                one.path("who").asString(""),
                                withdrawn ? "WITHDRAWN" : "given",
                                one.path(withdrawn ? "withdrawn" : "given").asString("")));
            }
            return Exit.OK;
        }
    }

    /** Reads a file. */
    @Command(
            name = "import",
            description = "Note what a file says: a FHIR R4 Consent, or a consent record of ISO/IEC TS 27560, in JSON.")
    static final class Import implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Parameters(paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            if (Files.size(file) > LARGEST) {
                throw new NotPossible("the file is larger than a consent is");
            }
            JsonNode noted = operation.run("consent.import", by.arguments().put("file", Files.readString(file)));
            operation.say(noted.path("records").asInt() + " read, "
                    + noted.path("changed").asInt() + " of them new; the others say what is known or older.");
            return Exit.OK;
        }
    }

    /** Withdraws one. */
    @Command(
            name = "withdraw",
            description =
                    "Note that they do not agree any more; what is queued stops, unless the agreement says otherwise.")
    static final class Withdraw implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Mixin
        private ChildOption child = new ChildOption();

        @Mixin
        private SaidOption said = new SaidOption();

        @Option(names = "--evidence", description = "Where the proof is kept.")
        private String evidence = "";

        @Override
        public Integer call() {
            return operation.note(
                    "consent.withdraw",
                    said.in(child.in(by.arguments())).put("evidence", evidence),
                    "The withdrawal is noted.");
        }
    }
}
