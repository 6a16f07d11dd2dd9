package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a key file, each a Java process of its own. */
class TwoProcessesTest {
    private static final int YEAR = 2026;
    private static final int SLOTS = 3_000;
    private static final SecretKeySpec WRAPPING = new SecretKeySpec(new byte[32], "AES");

    @TempDir
    Path folder;

    /** What the other process does: takes slots and says which. */
    public static void main(String[] arguments) {
        try (KeyFile file = KeyFile.open(Path.of(arguments[0]), YEAR, WRAPPING)) {
            for (int i = 0; i < SLOTS; i++) {
                System.out.println(file.take());
            }
        }
    }

    private Process other() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TwoProcessesTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Long> said(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.lines().map(Long::parseLong).toList();
    }

    @Test
    void never_take_the_same_slot_and_know_each_others_keys() throws Exception {
        Process one = other();
        Process another = other();
        List<Long> taken = new ArrayList<>(said(one));
        taken.addAll(said(another));
        Set<Long> distinct = new HashSet<>(taken);
        assertThat(taken).hasSize(2 * SLOTS);
        assertThat(distinct).hasSameSizeAs(taken);
        assertThat(Files.size(folder.resolve("child-keys-" + YEAR + ".bin")) % KeyFile.SLOT_BYTES)
                .isZero();
        try (KeyFile here = KeyFile.open(folder, YEAR, WRAPPING)) {
            Set<List<Byte>> keys = new HashSet<>();
            for (long slot : distinct) {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : here.key(slot).getEncoded()) {
                    bytes.add(b);
                }
                keys.add(bytes);
            }
            assertThat(keys).as("every child has a key of its own").hasSameSizeAs(distinct);
        }
    }

    @Test
    void know_at_once_that_another_destroyed_a_key() throws Exception {
        long slot = said(other()).get(0);
        try (KeyFile one = KeyFile.open(folder, YEAR, WRAPPING);
                KeyFile another = KeyFile.open(folder, YEAR, WRAPPING)) {
            assertThat(one.holdsKey(slot)).isTrue();
            another.destroy(slot);
            assertThat(one.holdsKey(slot)).isFalse();
        }
    }
}
