package org.emishub.adapters.education.oneroster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyAGoodPackage() throws Exception {
        try (Stream<Path> files = Files.list(Fixture.golden("tajik/bulk"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private Manifest read() throws Exception {
        return Manifest.read(Fixture.posted(Fixture.zip(folder)));
    }

    private void edit(String from, String to) throws Exception {
        Path manifest = folder.resolve("manifest.csv");
        Files.writeString(manifest, Files.readString(manifest).replace(from, to));
    }

    private void isRefused(Why why) {
        assertThatThrownBy(this::read).isInstanceOfSatisfying(PackageRefused.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    @Test
    void accepts_a_bulk_package_with_all_its_files() throws Exception {
        assertThat(read().mode()).isEqualTo(Manifest.Mode.BULK);
        assertThat(read().files()).hasSize(8);
    }

    @Test
    void refuses_a_package_without_manifest() throws Exception {
        Files.delete(folder.resolve("manifest.csv"));
        isRefused(Why.MISSING_FILE);
    }

    @Test
    void refuses_another_version() throws Exception {
        edit("oneroster.version,1.2", "oneroster.version,1.1");
        isRefused(Why.BAD_MANIFEST);
    }

    @Test
    void refuses_a_file_that_is_declared_and_missing() throws Exception {
        Files.delete(folder.resolve("roles.csv"));
        isRefused(Why.MISSING_FILE);
    }

    @Test
    void refuses_a_file_that_is_there_and_not_declared() throws Exception {
        edit("file.demographics,bulk", "file.demographics,absent");
        isRefused(Why.UNDECLARED_FILE);
    }

    @Test
    void refuses_bulk_and_delta_in_one_package() throws Exception {
        edit("file.users,bulk", "file.users,delta");
        isRefused(Why.MIXED_MODES);
    }

    @Test
    void refuses_a_word_it_does_not_know_and_a_property_given_twice() throws Exception {
        edit("file.users,bulk", "file.users,all");
        isRefused(Why.BAD_MANIFEST);
        edit("file.users,all", "file.users,bulk\r\nfile.users,bulk");
        isRefused(Why.BAD_MANIFEST);
    }
}
