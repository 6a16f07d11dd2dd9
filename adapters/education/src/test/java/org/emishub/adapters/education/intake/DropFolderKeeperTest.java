package org.emishub.adapters.education.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderKeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path folder;

    private DropFolderKeeper keeper;

    @BeforeEach
    void files() throws IOException {
        keeper = new DropFolderKeeper(folder);
        file("failed/new.zip", Duration.ofHours(1));
        file("failed/old.zip", Duration.ofHours(25));
        file("failed/old.zip.result.json", Duration.ofDays(40));
        file("incoming/never-complete.zip.part", Duration.ofHours(25));
        file("incoming/coming.zip.part", Duration.ofMinutes(1));
        file("done/old.zip.report.csv", Duration.ofDays(40));
    }

    private void file(String name, Duration age) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    @Test
    void deletes_what_lies_in_clear_for_longer_than_a_day() throws IOException {
        assertThat(keeper.destroyBefore(NOW.minus(Duration.ofDays(1)))).containsExactlyInAnyOrder("failed", "incoming");
        assertThat(folder.resolve("failed/old.zip")).doesNotExist();
        assertThat(folder.resolve("incoming/never-complete.zip.part")).doesNotExist();
        assertThat(folder.resolve("failed/new.zip")).exists();
        assertThat(folder.resolve("failed/old.zip.result.json")).exists();
        assertThat(folder.resolve("incoming/coming.zip.part")).exists();
        assertThat(folder.resolve("done/old.zip.report.csv")).exists();
    }

    @Test
    void deletes_every_unreadable_file_when_a_child_is_erased_for_nobody_can_tell_whose_it_is() throws IOException {
        assertThat(keeper.erase("TJ-1")).isEqualTo(2);
        assertThat(folder.resolve("failed/new.zip")).doesNotExist();
        assertThat(folder.resolve("failed/old.zip.result.json")).exists();
        assertThat(folder.resolve("incoming/coming.zip.part")).exists();
    }

    @Test
    void finds_nothing_where_there_is_no_folder(@TempDir Path empty) throws IOException {
        assertThat(new DropFolderKeeper(empty).erase("TJ-1")).isZero();
    }
}
