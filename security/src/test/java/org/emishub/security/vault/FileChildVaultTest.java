package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.emishub.security.TestDatabase;
import org.emishub.security.vault.ChildVault.KeyDestroyed;
import org.emishub.security.vault.ChildVault.Plain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChildVaultTest {
    private static final byte[] PLAIN = "Бону, class 3b".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final DataSource database = TestDatabase.fresh();
    private FileChildVault vault;

    @BeforeEach
    void open() {
        vault = vault((byte) 1);
    }

    private FileChildVault vault(byte wrapping) {
        byte[] key = new byte[32];
        Arrays.fill(key, wrapping);
        return new FileChildVault(
                folder, new VaultKeys(new SecretKeySpec(key, "AES"), new SecretKeySpec(new byte[32], "HmacSHA256")));
    }

    private byte[] seal(FileChildVault by, String child, int year) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return by.seal(connection, child, year, "snapshot", PLAIN);
        }
    }

    private boolean destroy(String child, int year) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return vault.destroy(connection, child, year);
        }
    }

    /** The slot stands after version and year. */
    private static long slot(byte[] sealed) {
        return java.nio.ByteBuffer.wrap(sealed).getLong(5);
    }

    @Test
    void opens_what_it_sealed_without_the_database() throws SQLException {
        byte[] sealed = seal(vault, "TJ-1", 2026);
        assertThat(vault((byte) 1).open("snapshot", sealed)).isEqualTo(PLAIN);
        assertThat(new String(sealed, UTF_8)).doesNotContain("Бону");
    }

    @Test
    void gives_each_child_and_year_one_key() throws SQLException {
        assertThat(slot(seal(vault, "TJ-1", 2026))).isEqualTo(slot(seal(vault, "TJ-1", 2026)));
        assertThat(slot(seal(vault, "TJ-1", 2026))).isNotEqualTo(slot(seal(vault, "TJ-2", 2026)));
        assertThat(vault.open("snapshot", seal(vault, "TJ-1", 2027))).isEqualTo(PLAIN);
        assertThat(folder.resolve("child-keys-2027.bin")).exists();
    }

    @Test
    void opens_nothing_that_was_altered_or_is_for_another_use() throws SQLException {
        byte[] sealed = seal(vault, "TJ-1", 2026);
        seal(vault, "TJ-2", 2026);
        for (int at = 0; at < sealed.length; at++) {
            byte[] altered = sealed.clone();
            altered[at] ^= 1;
            assertThatThrownBy(() -> vault.open("snapshot", altered)).isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> vault.open("ledger", sealed)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> vault.open("snapshot", new byte[20])).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> vault((byte) 2).open("snapshot", sealed)).isInstanceOf(SecurityException.class);
    }

    @Test
    void what_a_destroyed_key_sealed_is_gone_and_the_child_begins_anew() throws SQLException {
        FileChildVault otherNode = vault((byte) 1);
        byte[] sealed = seal(vault, "TJ-1", 2026);
        byte[] ofOtherYear = seal(vault, "TJ-1", 2027);
        byte[] ofOtherChild = seal(otherNode, "TJ-2", 2026);
        assertThat(otherNode.open("snapshot", sealed)).isEqualTo(PLAIN);

        assertThat(destroy("TJ-1", 2026)).isTrue();
        assertThatThrownBy(() -> vault.open("snapshot", sealed)).isInstanceOf(KeyDestroyed.class);
        assertThatThrownBy(() -> otherNode.open("snapshot", sealed)).isInstanceOf(KeyDestroyed.class);
        assertThat(vault.open("snapshot", ofOtherYear)).isEqualTo(PLAIN);
        assertThat(vault.open("snapshot", ofOtherChild)).isEqualTo(PLAIN);

        byte[] anew = seal(otherNode, "TJ-1", 2026);
        assertThat(slot(anew)).isNotEqualTo(slot(sealed));
        assertThat(slot(seal(vault, "TJ-1", 2026))).isEqualTo(slot(anew));
        assertThat(vault.open("snapshot", anew)).isEqualTo(PLAIN);
        assertThat(destroy("TJ-9", 2026)).isFalse();
    }

    @Test
    void a_key_moved_to_another_slot_opens_nothing() throws Exception {
        byte[] one = seal(vault, "TJ-1", 2026);
        byte[] two = seal(vault, "TJ-2", 2026);
        Path file = folder.resolve("child-keys-2026.bin");
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(
                bytes,
                (int) slot(one) * KeyFile.SLOT_BYTES,
                bytes,
                (int) slot(two) * KeyFile.SLOT_BYTES,
                KeyFile.SLOT_BYTES);
        Files.write(file, bytes);
        assertThatThrownBy(() -> vault.open("snapshot", two)).isInstanceOf(SecurityException.class);
        assertThat(vault.open("snapshot", one)).isEqualTo(PLAIN);
    }

    @Test
    void a_slot_given_in_a_transaction_that_was_rolled_back_is_nobodys() throws SQLException {
        byte[] rolledBack;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            rolledBack = vault.seal(connection, "TJ-1", 2026, "snapshot", PLAIN);
            assertThat(slot(vault.seal(connection, "TJ-1", 2026, "snapshot", PLAIN)))
                    .isEqualTo(slot(rolledBack));
            connection.rollback();
        }
        byte[] sealed = seal(vault, "TJ-1", 2026);
        assertThat(slot(sealed)).isNotEqualTo(slot(rolledBack));
        destroy("TJ-1", 2026);
        assertThatThrownBy(() -> vault.open("snapshot", sealed)).isInstanceOf(KeyDestroyed.class);
    }

    @Test
    void many_threads_and_nodes_agree_on_every_childs_key() throws Exception {
        FileChildVault otherNode = vault((byte) 1);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> work = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String child = "TJ-" + i / 8;
                FileChildVault node = i % 2 == 0 ? vault : otherNode;
                work.add(() -> seal(node, child, 2026));
            }
            List<Future<byte[]>> sealed = callers.invokeAll(work);
            for (int i = 0; i < 400; i++) {
                assertThat(slot(sealed.get(i).get()))
                        .isEqualTo(slot(sealed.get(i / 8 * 8).get()));
                assertThat(vault.open("snapshot", sealed.get(i).get())).isEqualTo(PLAIN);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void seals_many_in_order_repeated_children_included() throws SQLException {
        List<Plain> plains = IntStream.range(0, 3_000)
                .mapToObj(i -> new Plain("TJ-" + i % 2_500, "snapshot " + i, ("row " + i).getBytes(UTF_8)))
                .toList();
        try (Connection connection = database.getConnection()) {
            List<byte[]> sealed = vault.sealAll(connection, 2026, plains);
            for (int i = 0; i < plains.size(); i++) {
                assertThat(vault.open("snapshot " + i, sealed.get(i)))
                        .asString(UTF_8)
                        .isEqualTo("row " + i);
            }
            assertThat(slot(sealed.get(0))).isEqualTo(slot(sealed.get(2_500)));
            assertThat(vault.sealAll(connection, 2026, List.of())).isEmpty();
        }
    }

    @Test
    void an_interrupted_caller_leaves_the_vault_open_for_others() throws SQLException {
        byte[] sealed = seal(vault, "TJ-1", 2026);
        Thread.currentThread().interrupt();
        assertThat(vault.open("snapshot", sealed)).isEqualTo(PLAIN);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(vault.open("snapshot", sealed)).isEqualTo(PLAIN);
    }

    @Test
    void the_key_file_is_its_owners_alone() throws Exception {
        seal(vault, "TJ-1", 2026);
        assertThat(Files.getPosixFilePermissions(folder.resolve("child-keys-2026.bin")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void blinds_the_same_value_to_different_words_in_different_domains() {
        assertThat(vault.blind("snapshot.id", "TJ-1"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(vault((byte) 2).blind("snapshot.id", "TJ-1"))
                .isNotEqualTo(vault.blind("caseload", "TJ-1"))
                .isNotEqualTo(vault.blind("snapshot.id", "TJ-2"));
        assertThat(Set.of(vault.blind("a", "bc"), vault.blind("ab", "c"))).hasSize(2);
    }

    @Test
    void destroys_the_keys_of_every_year_and_names_them_as_sealed_bytes_do() throws SQLException {
        byte[] older = seal(vault, "TJ-1", 2025);
        byte[] newer = seal(vault, "TJ-1", 2026);
        byte[] another = seal(vault, "TJ-2", 2026);
        try (Connection connection = database.getConnection()) {
            List<ChildKey> keys = vault.of(connection, "TJ-1");
            assertThat(keys)
                    .containsExactly(
                            ChildKey.of(older).orElseThrow(), ChildKey.of(newer).orElseThrow());
            assertThat(ChildKey.named(keys.get(0).name())).isEqualTo(keys.get(0));

            vault.destroy(connection, keys);

            assertThat(vault.of(connection, "TJ-1")).isEmpty();
        }
        assertThatThrownBy(() -> vault.open("snapshot", older)).isInstanceOf(KeyDestroyed.class);
        assertThatThrownBy(() -> vault((byte) 1).open("snapshot", newer)).isInstanceOf(KeyDestroyed.class);
        assertThat(vault.open("snapshot", another)).isEqualTo(PLAIN);
        assertThat(vault.open("snapshot", seal(vault, "TJ-1", 2026))).isEqualTo(PLAIN);
        assertThat(ChildKey.of(new byte[40])).isEmpty();
    }
}
