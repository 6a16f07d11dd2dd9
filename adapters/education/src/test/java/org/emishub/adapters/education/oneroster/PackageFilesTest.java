package org.emishub.adapters.education.oneroster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile zips, by both ways in. */
class PackageFilesTest {
    private static final PackageLimits SMALL = new PackageLimits(64L << 20, 50);

    @TempDir
    private Path folder;

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private PackageFiles onDisk(byte[] zip) throws Exception {
        return ZippedPackage.open(Files.write(folder.resolve("package.zip"), zip), SMALL);
    }

    private static PackageFiles posted(byte[] zip) throws Exception {
        return PostedPackage.read(new ByteArrayInputStream(zip), SMALL);
    }

    private void isRefused(byte[] zip, Why why) {
        assertThatThrownBy(() -> onDisk(zip))
                .as("on disk")
                .isInstanceOfSatisfying(
                        PackageRefused.class, e -> assertThat(e.why()).isEqualTo(why));
        assertThatThrownBy(() -> posted(zip)).as("posted").isInstanceOfSatisfying(PackageRefused.class, e -> assertThat(
                        e.why())
                .isEqualTo(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../users.csv",
                "/users.csv",
                "data/users.csv",
                "users.csv/",
                "USERS.CSV",
                "users.csv.exe",
                "C:\\users.csv",
                "users.csv\0.txt",
                "readme.txt"
            })
    void refuses_an_entry_that_is_not_a_file_of_the_standard_at_the_top(String name) throws Exception {
        isRefused(zip(name, new byte[0]), Why.ENTRY_NOT_ALLOWED);
    }

    @Test
    void refuses_the_same_file_twice() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"users.csv", "roles.csv"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('a');
                zip.closeEntry();
            }
        }
        String renamed = bytes.toString(StandardCharsets.ISO_8859_1).replace("roles.csv", "users.csv");
        isRefused(renamed.getBytes(StandardCharsets.ISO_8859_1), Why.DUPLICATE_ENTRY);
    }

    @Test
    void refuses_a_file_that_unpacks_to_far_more_than_text_does() throws Exception {
        isRefused(zip("users.csv", new byte[20 << 20]), Why.RATIO_TOO_HIGH);
    }

    @Test
    void refuses_a_file_beyond_the_limit() throws Exception {
        byte[] noise = new byte[65 << 20];
        new Random(1).nextBytes(noise);
        isRefused(zip("users.csv", noise), Why.TOO_LARGE);
    }

    @Test
    void refuses_what_is_no_zip_or_is_cut_off() throws Exception {
        isRefused("users".getBytes(StandardCharsets.UTF_8), Why.NOT_A_ZIP);
        byte[] noise = new byte[100_000];
        new Random(2).nextBytes(noise);
        byte[] whole = zip("users.csv", noise);
        isRefused(Arrays.copyOf(whole, whole.length / 2), Why.NOT_A_ZIP);
    }

    @Test
    void stops_at_the_declared_size_when_the_directory_lies() throws Exception {
        byte[] lying = zip("users.csv", new byte[30_000]);
        int directory = new String(lying, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 10);
        assertThatThrownBy(() -> {
                    try (PackageFiles files = onDisk(lying);
                            InputStream in = files.open("users.csv").orElseThrow()) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void opens_a_file_as_often_as_it_is_asked() throws Exception {
        byte[] zip = zip("users.csv", "sourcedId".getBytes(StandardCharsets.UTF_8));
        for (PackageFiles files : new PackageFiles[] {onDisk(zip), posted(zip)}) {
            try (files) {
                for (int i = 0; i < 3; i++) {
                    try (InputStream in = files.open("users.csv").orElseThrow()) {
                        assertThat(in).hasContent("sourcedId");
                    }
                }
                assertThat(files.open("roles.csv")).isEmpty();
            }
        }
    }
}
