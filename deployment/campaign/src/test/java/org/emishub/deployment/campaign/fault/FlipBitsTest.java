package org.emishub.deployment.campaign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlipBitsTest {
    @TempDir
    Path folder;

    @Test
    void one_flip_changes_one_bit_and_no_length() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[1000]);
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(FlipBits.flip(List.of(file, empty), 1, new Random(3))).isTrue();
        byte[] now = Files.readAllBytes(file);
        assertThat(now).hasSize(1000);
        int bits = 0;
        for (byte b : now) {
            bits += Integer.bitCount(b & 0xff);
        }
        assertThat(bits).isEqualTo(1);
    }

    @Test
    void where_there_is_nothing_nothing_is_flipped() throws Exception {
        assertThat(FlipBits.flip(List.of(Files.createFile(folder.resolve("empty"))), 5, new Random(3)))
                .isFalse();
    }
}
