package org.emishub.deployment.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric keys under which the hub keeps what it keeps, 32 random bytes each, one file each (0600).
 *
 * @param vault wraps the keys per child and year
 * @param blind finds rows again without holding what they are about
 * @param atRest encrypts messages in the database and the broker
 */
public record MasterKeys(SecretKey vault, SecretKey blind, SecretKey atRest) {
    private static final int BYTES = 32;
    private static final List<String> NAMES = List.of("vault.key", "blind.key", "at-rest.key");

    /** Reads them; one that does not exist yet is made. */
    public static MasterKeys madeIn(Path folder) {
        try {
            for (String name : NAMES) {
                PrivateFiles.random(folder.resolve(name), BYTES);
            }
            return in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the master keys cannot be made in " + folder, e);
        }
    }

    /**
     * Reads them.
     *
     * @throws UncheckedIOException when one is missing: a new one would not open what the old one sealed
     */
    public static MasterKeys in(Path folder) {
        try {
            return new MasterKeys(
                    key(folder.resolve(NAMES.get(0)), "AES"),
                    key(folder.resolve(NAMES.get(1)), "HmacSHA256"),
                    key(folder.resolve(NAMES.get(2)), "HmacSHA256"));
        } catch (IOException e) {
            throw new UncheckedIOException("the master keys cannot be read in " + folder, e);
        }
    }

    private static SecretKey key(Path file, String algorithm) throws IOException {
        return new SecretKeySpec(Files.readAllBytes(file), algorithm);
    }

    @Override
    public String toString() {
        return "MasterKeys[]";
    }
}
