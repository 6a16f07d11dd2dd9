package org.emishub.deployment.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The symmetric keys under which the hub keeps what it keeps, 32 random bytes each, one file each (0600).
 *
 * @param vault wraps the keys per child and year
 * @param blind finds rows again without holding what they are about
 * @param pseudonym from which pairwise pseudonyms are derived
 * @param atRest encrypts messages in the database and the broker
 */
public record MasterKeys(byte[] vault, byte[] blind, byte[] pseudonym, byte[] atRest) {
    private static final int BYTES = 32;

    /** Reads them; one that does not exist yet is made. */
    public static MasterKeys in(Path folder) {
        try {
            return new MasterKeys(
                    PrivateFiles.random(folder.resolve("vault.key"), BYTES),
                    PrivateFiles.random(folder.resolve("blind.key"), BYTES),
                    PrivateFiles.random(folder.resolve("pseudonym.key"), BYTES),
                    PrivateFiles.random(folder.resolve("at-rest.key"), BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("the master keys cannot be read in " + folder, e);
        }
    }

    @Override
    public String toString() {
        return "MasterKeys";
    }
}
