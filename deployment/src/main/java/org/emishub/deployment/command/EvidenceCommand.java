package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.security.evidence.CasePacks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Hands out evidence. */
@Command(
        name = "evidence",
        description = "Hand out evidence that can be checked without the hub.",
        subcommands = {EvidenceCommand.Export.class, EvidenceCommand.Verifier.class})
final class EvidenceCommand {
    /** Makes a case pack. */
    @Command(
            name = "export",
            description =
                    "Write a case pack: entries, proofs, disclosures, agreement texts and the verifier, as a zip. "
                            + "That it was asked for is an entry. Waits up to 10 seconds for a signed checkpoint.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {" 0:written", " 2:wrong usage, or there is nothing of it", " 3:the hub is not there"})
    static final class Export implements Callable<Integer> {
        private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern(
                        "'evidence-'uuuuMMdd'T'HHmmss'Z.zip'")
                .withZone(ZoneOffset.UTC);

        /** Of what. */
        static final class About {
            @Option(
                    names = "--child",
                    required = true,
                    paramLabel = "ID",
                    description = "The child's log, with its personal sides.")
            private String child = "";

            @Option(names = "--any", required = true, description = "A child of the sandbox that has a social worker.")
            private boolean any;

            @Option(
                    names = "--message",
                    required = true,
                    paramLabel = "ID",
                    description = "The entries of one message, without personal sides.")
            private String message = "";

            @Option(
                    names = "--agreement",
                    required = true,
                    paramLabel = "ID",
                    description = "The entries under one agreement, without personal sides.")
            private String agreement = "";
        }

        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @ArgGroup(multiplicity = "1")
        private About about = new About();

        @Option(names = "--from", paramLabel = "DAY", description = "From this day (UTC) or moment on.")
        private String from = "";

        @Option(names = "--to", paramLabel = "DAY", description = "Up to and without this day (UTC) or moment.")
        private String to = "";

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "An older checkpoint that you hold; the pack will prove that it continues it.")
        private List<Path> checkpoints = List.of();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Where to (default: evidence-<moment>.zip here).")
        private @Nullable Path file;

        @Override
        public Integer call() throws IOException {
            ObjectNode arguments = by.arguments()
                    .put("child", about.any ? operation.anyGuardian().get("child") : about.child)
                    .put("message", about.message)
                    .put("agreement", about.agreement)
                    .put("from", from)
                    .put("to", to);
            ArrayNode notes = arguments.putArray("checkpoints");
            for (Path checkpoint : checkpoints) {
                if (!Files.isRegularFile(checkpoint)) {
                    throw new NotPossible("there is no file " + checkpoint);
                }
                notes.add(Files.readString(checkpoint));
            }
            ObjectNode made = (ObjectNode) operation.ask("evidence.export", arguments);
            Path target = file == null ? Path.of(NAMED.format(Instant.now())) : file;
            PrivateFiles.write(
                    target.toAbsolutePath(),
                    Base64.getDecoder().decode(made.path("content").asString("")));
            made.remove("content");
            operation.tell(made.put("file", target.toString()));
            operation.say(made.path("entries").asLong() + " entries are in " + target
                    + ". Unpack it into an empty folder and run: python3 -I verify.py .");
            return Exit.OK;
        }
    }

    /** Hands out the verifier. */
    @Command(
            name = "verifier",
            description = "Print verify.py, to be kept and handed on apart from the packs that it is to check.")
    static final class Verifier implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.writeBytes(CasePacks.verifier());
            System.out.flush();
            return Exit.OK;
        }
    }
}
