package org.emishub.deployment.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.emishub.deployment.config.Secret;

/** Files and folders that only the hub's own user may read (0600, 0700). */
public final class PrivateFiles {
    private static final int PASSWORD_BYTES = 24;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {}

    /** Makes the folder if need be, and closes it to others in any case. */
    public static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Writes a file durably and at once: a reader sees the old one or the new one, never a part. Whoever owned it still does, also when root writes it. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path work = Files.createTempFile(file.toAbsolutePath().resolveSibling(""), ".new", "", OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(work, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        if (Files.exists(file) && !Files.getOwner(file).equals(Files.getOwner(work))) {
            Files.setOwner(work, Files.getOwner(file));
        }
        Files.move(work, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The bytes of the file, made at random when it does not exist yet. */
    public static byte[] random(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            byte[] made = new byte[bytes];
            new SecureRandom().nextBytes(made);
            write(file, made);
        }
        return Files.readAllBytes(file);
    }

    /** The password in the file, made at random when it does not exist yet. */
    public static Secret password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] made = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(made);
            write(
                    file,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(made).getBytes(StandardCharsets.US_ASCII));
        }
        return Secret.of(Files.readString(file).strip());
    }
}
