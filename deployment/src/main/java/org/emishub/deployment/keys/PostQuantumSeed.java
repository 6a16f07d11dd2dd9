package org.emishub.deployment.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.emishub.security.ledger.PostQuantumLine;

/** The seed of the ledger's second key, 32 random bytes (0600) beside the master keys; there is none unless somebody made it. */
public final class PostQuantumSeed {
    private static final String FILE = "checkpoint-ml-dsa-44.seed";

    private PostQuantumSeed() {}

    /** Reads it; empty when there is none. */
    public static Optional<byte[]> in(Path folder) {
        try {
            Path file = folder.resolve(FILE);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** Reads it; one that does not exist yet is made. */
    public static byte[] madeIn(Path folder) {
        try {
            PrivateFiles.random(folder.resolve(FILE), PostQuantumLine.SEED_BYTES);
            return in(folder).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be made in " + folder, e);
        }
    }
}
