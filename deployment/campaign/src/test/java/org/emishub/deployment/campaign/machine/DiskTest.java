package org.emishub.deployment.campaign.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real device, where this machine allows one: what was synced survives a cut, what was not is gone. */
class DiskTest {
    @TempDir
    Path folder;

    private Disk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = Disk.make(folder.resolve("disk"), folder.resolve("workshop"), 64);
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(folder.toString());
    }

    @Test
    void a_power_cut_keeps_what_was_synced_and_loses_what_was_not() throws IOException {
        assumeTrue(disk.skipped().isEmpty(), () -> "skipped: " + disk.skipped());
        Path synced = disk.folder().resolve("synced");
        Path written = disk.folder().resolve("written");
        write(synced, "kept", true);
        write(written, "gone", false);
        disk.cutPower();
        disk.restorePower();
        assertThat(synced).hasContent("kept");
        assertThat(Files.exists(written) ? Files.readString(written) : "").doesNotContain("gone");
    }

    @Test
    void it_can_be_cut_again_and_again() throws IOException {
        assumeTrue(disk.skipped().isEmpty(), () -> "skipped: " + disk.skipped());
        for (int i = 0; i < 3; i++) {
            write(disk.folder().resolve("synced-" + i), "kept", true);
            disk.cutPower();
            disk.restorePower();
        }
        assertThat(disk.folder().resolve("synced-0")).hasContent("kept");
        assertThat(disk.folder().resolve("synced-2")).hasContent("kept");
    }

    @Test
    void a_full_disk_takes_nothing_more_until_it_is_freed() throws IOException {
        assumeTrue(disk.skipped().stream().noneMatch(s -> s.startsWith("full")), () -> "skipped: " + disk.skipped());
        disk.fill(4 << 20);
        write(disk.folder().resolve("fits"), "x".repeat(1 << 20), true);
        disk.fill(0);
        Path late = disk.folder().resolve("late");
        assertThatThrownBy(() -> write(late, "x".repeat(1 << 20), true)).isInstanceOf(IOException.class);
        disk.free();
        write(late, "x".repeat(1 << 20), true);
        assertThat(late).hasSize(1 << 20);
    }

    @Test
    void where_something_cannot_be_done_it_says_why() throws IOException {
        try (Disk plain = new PlainDisk(folder.resolve("plain"), "it needs root")) {
            assertThat(plain.skipped())
                    .containsExactly("power cuts are skipped: it needs root", "full disks are skipped: it needs root");
            assertThatThrownBy(plain::cutPower).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static void write(Path file, String what, boolean sync) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(what.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(true);
            }
        }
    }
}
