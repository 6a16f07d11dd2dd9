package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.security.ledger.LedgerFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Looks after the ledger. */
@Command(
        name = "ledger",
        description = "Verify the ledger, prove an entry, hand out a copy, change its key, show who vouches for it.",
        subcommands = {
            LedgerCommand.Verify.class,
            LedgerCommand.Proof.class,
            LedgerCommand.Export.class,
            LedgerCommand.RotateKey.class,
            CheckpointCommand.class,
            CosignedCommand.class
        })
final class LedgerCommand {
    /** Recomputes everything from the database. */
    @Command(
            name = "verify",
            description = "Recompute every leaf, the tree and the published files; compare with every checkpoint kept.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("ledger.verify", OperationCommand.arguments());
            boolean holds = found.path("holds").asBoolean(false);
            operation.say(
                    holds
                            ? "The ledger holds: " + found.path("entries").asLong() + " entries, of which "
                                    + found.path("published").asLong() + " are in the published files, "
                                    + found.path("checkpoints").asInt() + " checkpoints, root "
                                    + found.path("root").asString("")
                            : "THE LEDGER DOES NOT HOLD: "
                                    + found.path("problem").asString(""));
            return holds ? Exit.OK : Exit.FAILED;
        }
    }

    /** Prints the proof of one entry. */
    @Command(
            name = "proof",
            description = "Print the proof that an entry is in the ledger (C2SP tlog-proof@v1), "
                    + "against the newest signed checkpoint.")
    static final class Proof implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(
                names = "--entry",
                required = true,
                paramLabel = "SEQUENCE",
                description = "The entry's sequence, as a receipt names it.")
        private long entry;

        @Option(names = "-o", paramLabel = "FILE", description = "Write it into this file instead.")
        private @Nullable Path file;

        @Override
        public Integer call() throws IOException {
            JsonNode proved =
                    operation.run("ledger.proof", OperationCommand.arguments().put("entry", entry));
            String proof = proved.path("proof").asString("");
            if (file == null) {
                operation.say(proof.stripTrailing());
            } else {
                Files.writeString(file, proof);
                operation.say("The proof of entry " + entry + " is in " + file + ".");
            }
            return Exit.OK;
        }
    }

    /** Changes the key that signs. */
    @Command(
            name = "rotate-key",
            description = "Sign checkpoints with the new key from now on ('hub keys checkpoint' makes one): an entry "
                    + "names it, and the key until now signs the checkpoint over that entry.")
    static final class RotateKey implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Mixin
        private ByOption by = new ByOption();

        @Option(names = "--reason", required = true, description = "Why; goes into the entry's sealed side.")
        private String reason = "";

        @Override
        public Integer call() {
            JsonNode changed = operation.run("ledger.rotate-key", by.arguments().put("reason", reason));
            operation.say("Entry " + changed.path("entry").asLong() + " says so, and a checkpoint over it is signed.");
            operation.say("until now   " + changed.path("from").asString(""));
            operation.say("from now on " + changed.path("to").asString(""));
            operation.say("Tell the new key to witnesses and auditors. The old one signs nothing any more: "
                    + "once every node has signed with the new one, destroy it.");
            return Exit.OK;
        }
    }

    /** Copies the published ledger. */
    @Command(
            name = "export",
            description =
                    "Copy the ledger as plain files (C2SP tlog-tiles), with the checkpoints kept (of many, some) and the key to "
                            + "check them with: names and hashes, nothing personal.")
    static final class Export implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "An empty or new folder.")
        private Path folder = Path.of("ledger");

        @Override
        public Integer call() throws IOException {
            if (Files.exists(folder)) {
                try (java.util.stream.Stream<Path> there = Files.list(folder)) {
                    if (there.findAny().isPresent()) {
                        throw new NotPossible(folder + " is not empty: name an empty or new folder");
                    }
                }
            }
            JsonNode exported = operation.run("ledger.export", OperationCommand.arguments());
            Path from = Path.of(exported.path("folder").asString(""));
            if (Files.notExists(from.resolve("checkpoint"))) {
                throw new NotPossible("no checkpoint is published yet: ask again in 10 seconds");
            }
            long entries = LedgerFiles.copy(from, folder);
            StringBuilder notes = new StringBuilder();
            exported.path("checkpoints")
                    .forEach(note -> notes.append(note.asString("")).append('\n'));
            Files.writeString(folder.resolve("checkpoints.txt"), notes);
            String key = exported.path("verifierKey").asString("");
            Files.writeString(folder.resolve("key"), key + "\n");
            operation.say("The ledger of " + entries + " entries is in " + folder + ", to be checked with the key "
                    + key + ": have the hub's operator confirm that key by another way.");
            return Exit.OK;
        }
    }
}
