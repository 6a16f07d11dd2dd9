package org.emishub.adapters.education;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.emishub.adapters.education.intake.Intake;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.oneroster.PostedPackage;
import org.emishub.adapters.education.snapshot.EducationProvider;
import org.emishub.adapters.education.snapshot.News;
import org.emishub.adapters.education.snapshot.Snapshot;
import org.emishub.mappings.codes.Mapping;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;

/** An education adapter with a real database and a real vault. */
public final class Fixture {
    public static final String EMIS = "education/emis";
    public static final LocalDate TODAY = LocalDate.of(2026, 10, 15);

    public final DataSource database = TestDatabase.fresh();
    public final Path vaultFolder = temporaryFolder();
    public final FileChildVault vault = new FileChildVault(vaultFolder, keys());
    public final Snapshot snapshot = new Snapshot(database, vault, EMIS);
    public final EducationProvider provider = new EducationProvider(database, vault, EMIS);
    public final TestGateway gateway = new TestGateway();
    public final List<Mapping.Unmapped> unmapped = new ArrayList<>();
    public final Intake intake = new Intake(
            SystemId.of(EMIS),
            gateway,
            snapshot,
            new News(database, vault, EMIS),
            unmapped::add,
            () -> Instant.parse(TODAY + "T06:00:00Z"),
            ZoneId.of("Asia/Dushanbe"));

    private static VaultKeys keys() {
        return new VaultKeys(new SecretKeySpec(new byte[32], "AES"), new SecretKeySpec(new byte[32], "HmacSHA256"));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("vault");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of files as a zip. */
    public static byte[] zip(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A golden case's package, {@code tajik/bulk}. */
    public static Path golden(String name) {
        return Path.of("src/test/resources/golden").resolve(name);
    }

    public static PostedPackage posted(byte[] zip) throws Exception {
        return PostedPackage.read(new ByteArrayInputStream(zip), PackageLimits.DEFAULT);
    }
}
