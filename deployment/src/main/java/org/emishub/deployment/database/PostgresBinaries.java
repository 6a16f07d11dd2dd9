package org.emishub.deployment.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.emishub.security.hash.Sha256;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL that travels with the hub, once per version. */
final class PostgresBinaries {
    private static final int EXECUTABLE = 0111;

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/initdb}, {@code bin/pg_ctl} and {@code bin/postgres}. */
    static Path unpackedIn(Path folder) throws IOException {
        Path target = folder.resolve("postgresql-" + version());
        if (Files.isDirectory(target)) {
            return target;
        }
        // Unpacked beside and then renamed, so that a start cut short leaves no half of it behind.
        Path work = Files.createTempDirectory(folder, "unpack");
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, work);
            }
        }
        return Files.move(work, target);
    }

    private static InputStream archive() throws IOException {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = machine.contains("aarch64") ? "arm_64" : "x86_64";
        InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", name);
        if (archive == null) {
            throw new IOException("no PostgreSQL for " + machine + " travels with the hub");
        }
        return new BufferedInputStream(archive);
    }

    private static String version() throws IOException {
        try (InputStream archive = archive()) {
            return Sha256.hex(archive).substring(0, 16);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path work) throws IOException {
        Path file = work.resolve(entry.getName()).normalize();
        if (!file.startsWith(work)) {
            throw new IOException("the PostgreSQL archive leads out of its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean executable = (entry.getMode() & EXECUTABLE) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
        }
    }
}
