package org.emishub.deployment.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric keys under which the hub keeps what it keeps, 32 random bytes each, one file each (0600).
 *
 * @param vault wraps the keys per child and year
 * @param blind finds rows again without holding what they are about
 * @param pseudonym from which pairwise pseudonyms are derived
 * @param atRest encrypts messages in the database and the broker
 */
public record MasterKeys(SecretKey vault, SecretKey blind, SecretKey pseudonym, SecretKey atRest) {
    private static final int BYTES = 32;

    /** Reads them; one that does not exist yet is made. */
    public static MasterKeys in(Path folder) {
        try {
            return new MasterKeys(
                    key(folder.resolve("vault.key"), "AES"),
                    key(folder.resolve("blind.key"), "HmacSHA256"),
                    key(folder.resolve("pseudonym.key"), "HmacSHA256"),
                    key(folder.resolve("at-rest.key"), "HmacSHA256"));
        } catch (IOException e) {
            throw new UncheckedIOException("the master keys cannot be read in " + folder, e);
        }
    }

    private static SecretKey key(Path file, String algorithm) throws IOException {
        return new SecretKeySpec(PrivateFiles.random(file, BYTES), algorithm);
    }

    @Override
    public String toString() {
        return "MasterKeys[]";
    }
}
