package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.emishub.security.TestDatabase;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.ledger.Ledger.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class PostgresLedgerTest {
    @TempDir
    Path folder;

    private TestLedger world;

    @BeforeEach
    void aWorld() {
        world = new TestLedger(folder);
        TestDatabase.execute(world.database, "CREATE TABLE inbox (id text PRIMARY KEY)");
    }

    private static long append(Ledger ledger, String messageId) {
        return ledger.commit(
                (connection, appender) -> appender.append(TestLedger.draft(messageId, "child-" + messageId))
                        .sequence());
    }

    private static void fill(Ledger ledger, int entries) {
        ledger.commit((connection, appender) -> {
            for (int i = 0; i < entries; i++) {
                appender.append(TestLedger.draft("m" + i, "child-" + i % 7));
            }
            return true;
        });
    }

    private static boolean insert(Connection connection, String id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO inbox VALUES ('" + id + "')") == 1;
        }
    }

    private List<String> inbox() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = world.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM inbox ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private byte[] stored(String column, long sequence) throws SQLException {
        try (Connection connection = world.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT " + column + " FROM ledger_entry WHERE sequence = " + sequence)) {
            assertThat(row.next()).isTrue();
            return row.getBytes(1);
        }
    }

    @Test
    void gives_sequences_without_gaps_from_zero() {
        try (PostgresLedger ledger = world.open()) {
            assertThat(append(ledger, "a")).isZero();
            assertThat(append(ledger, "b")).isEqualTo(1);
            assertThat(ledger.size()).isEqualTo(2);
            assertThat(ledger.verify().problem()).isEmpty();
        }
    }

    @Test
    void makes_rows_and_entries_durable_together_or_not_at_all() throws SQLException {
        try (PostgresLedger ledger = world.open()) {
            ledger.commit((connection, appender) -> {
                insert(connection, "kept");
                return appender.append(TestLedger.draft("kept", "child"));
            });
            assertThatThrownBy(() -> ledger.commit((connection, appender) -> {
                        insert(connection, "lost");
                        appender.append(TestLedger.draft("lost", "child"));
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(ledger.size()).isEqualTo(1);
            assertThat(inbox()).containsExactly("kept");
        }
    }

    @Test
    void keeps_names_and_identifiers_out_of_the_leaf_and_opens_its_commitments_with_the_side() throws SQLException {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "message-1");
        }
        byte[] leafBytes = stored("leaf", 0);
        String leafText = new String(leafBytes, StandardCharsets.UTF_8);
        assertThat(leafText).doesNotContain("child-message-1", "worker@", "message-1", "was disclosed");
        ObjectNode leaf = StrictJson.object(leafBytes);
        assertThat(CanonicalJson.bytes(leaf)).isEqualTo(leafBytes);
        assertThat(leaf.propertyNames())
                .containsExactlyInAnyOrder(
                        "version",
                        "sequence",
                        "event",
                        "time",
                        "messageIdHash",
                        "agreement",
                        "code",
                        "rule",
                        "provider",
                        "client",
                        "fields",
                        "withheld",
                        "child",
                        "actor",
                        "side",
                        "contentHash",
                        "sideHash");
        assertThat(leaf.get("fields").toString()).isEqualTo("[\"attendance.condition\",\"attendance.rate\"]");
        ObjectNode side = StrictJson.object(world.vault.open(Leaves.context(0), stored("side", 0)));
        byte[] salt = java.util.HexFormat.of().parseHex(side.get("salt").stringValue());
        assertThat(leaf.get("child").stringValue()).isEqualTo(Leaves.commitment(salt, "child", "child-message-1"));
        assertThat(leaf.get("actor").stringValue())
                .isEqualTo(Leaves.commitment(salt, "actor", "worker@social-protection/mis"));
    }

    @Test
    void a_failing_work_takes_no_other_down() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try (PostgresLedger ledger = world.open()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                String id = "m" + i;
                boolean fails = i % 10 == 0;
                results.add(callers.submit(() -> ledger.commit((connection, appender) -> {
                    insert(connection, fails ? "m1" : id);
                    appender.append(TestLedger.draft(id, "child"));
                    if (fails) {
                        throw new IllegalStateException("of this caller alone");
                    }
                    return true;
                })));
            }
            int failed = 0;
            for (Future<Boolean> result : results) {
                try {
                    result.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(32);
            assertThat(ledger.size()).isEqualTo(288);
            assertThat(inbox()).hasSize(288);
            assertThat(ledger.verify().problem()).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    /** The ledger's own thread would wait for itself for ever. */
    @Test
    void is_unavailable_to_work_that_is_just_being_committed() {
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> ledger.commit((connection, appender) -> append(ledger, "within")))
                    .isInstanceOf(LedgerUnavailable.class);
            assertThat(append(ledger, "after")).isZero();
        }
    }

    @Test
    void commits_of_many_threads_and_two_nodes_leave_no_gap() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try (PostgresLedger one = world.open();
                PostgresLedger two = world.open()) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String id = "m" + i;
                PostgresLedger node = i % 2 == 0 ? one : two;
                work.add(() -> append(node, id));
            }
            List<Long> sequences = new ArrayList<>();
            for (Future<Long> result : callers.invokeAll(work)) {
                sequences.add(result.get());
            }
            assertThat(sequences)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, 1_000).boxed().toList());
            assertThat(one.verify().root()).isEqualTo(two.verify().root());
            assertThat(one.verify().problem()).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void signs_a_checkpoint_when_enough_entries_wait_and_at_the_end() throws Exception {
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            fill(ledger, 9);
            assertThat(ledger.checkpoint()).isEmpty();
            append(ledger, "tenth");
            append(ledger, "eleventh");
            assertThat(ledger.checkpoint().orElseThrow()).startsWith("hub.example/ledger\n10\n");
        }
        String newest = Files.readString(world.checkpoints.resolve("checkpoint"));
        assertThat(newest).startsWith("hub.example/ledger\n11\n");
        assertThat(new CheckpointFolder(world.checkpoints).all())
                .hasSize(2)
                .last()
                .isEqualTo(newest);
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify())
                    .isEqualTo(new Verification(11, ledger.verify().root(), 2, java.util.Optional.empty()));
        }
    }

    @Test
    void signs_a_checkpoint_of_an_idle_ledger_when_its_age_has_come() throws Exception {
        try (PostgresLedger ledger = world.open(1_000, Duration.ofMillis(200))) {
            append(ledger, "only");
            for (int i = 0; i < 1_200 && ledger.checkpoint().isEmpty(); i++) {
                Thread.sleep(50);
            }
            assertThat(ledger.checkpoint().orElseThrow()).startsWith("hub.example/ledger\n1\n");
        }
    }

    @Test
    void its_checkpoint_is_never_1_000_entries_behind() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try (PostgresLedger ledger = new PostgresLedger(
                world.database, world.keys, world.checkpoints, world.vault, java.time.Clock.systemUTC())) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                String id = "m" + i;
                work.add(() -> {
                    long sequence = append(ledger, id);
                    return sequence
                            - ledger.checkpoint()
                                    .map(note ->
                                            world.key.read(note).orElseThrow().size())
                                    .orElse(0L);
                });
            }
            for (Future<Long> behind : callers.invokeAll(work)) {
                assertThat(behind.get()).isLessThan(1_000);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void refuses_to_go_on_from_a_ledger_that_was_rolled_back() {
        try (PostgresLedger ledger = world.open()) {
            fill(ledger, 5);
        }
        TestDatabase.tamper(
                world.database,
                "DELETE FROM ledger_entry; DELETE FROM ledger_checkpoint; UPDATE ledger_head SET size = 0, frontier = ''");
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> append(ledger, "after"))
                    .isInstanceOf(LedgerUnavailable.class)
                    .cause()
                    .hasMessage("entries from 0 to 5 are gone");
            assertThat(ledger.verify().problem()).hasValue("entries from 0 to 5 are gone");
            assertThat(ledger.checkpoint().orElseThrow()).startsWith("hub.example/ledger\n5\n");
        }
    }

    @Test
    void never_signs_over_an_altered_entry() throws Exception {
        try (PostgresLedger ledger = world.open()) {
            fill(ledger, 300);
        }
        TestDatabase.tamper(world.database, "UPDATE ledger_entry SET leaf_hash = sha256('x') WHERE sequence = 290");
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> append(ledger, "after")).isInstanceOf(LedgerUnavailable.class);
        }
        assertThat(Files.readString(world.checkpoints.resolve("checkpoint"))).contains("\n300\n");
    }

    @Test
    void the_database_itself_refuses_changes() {
        try (PostgresLedger ledger = world.open()) {
            fill(ledger, 3);
        }
        for (String change : List.of(
                "UPDATE ledger_entry SET side = ''",
                "DELETE FROM ledger_entry",
                "TRUNCATE ledger_entry",
                "DELETE FROM ledger_checkpoint",
                "DELETE FROM ledger_head",
                "UPDATE ledger_head SET size = size - 1")) {
            assertThatThrownBy(() -> TestDatabase.execute(world.database, change))
                    .rootCause()
                    .hasMessageContaining("the ledger is append-only");
        }
    }

    @Test
    void is_unavailable_without_its_database_and_comes_back_with_it() {
        TestDatabase.execute(world.database, "ALTER TABLE ledger_head RENAME TO gone");
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> append(ledger, "a")).isInstanceOf(LedgerUnavailable.class);
            TestDatabase.execute(world.database, "ALTER TABLE gone RENAME TO ledger_head");
            assertThat(append(ledger, "b")).isZero();
            TestDatabase.execute(
                    world.database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            assertThatThrownBy(() -> append(ledger, "c")).isInstanceOf(LedgerUnavailable.class);
            assertThat(append(ledger, "d")).isEqualTo(1);
        }
    }

    @Test
    void verifies_while_it_grows() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (PostgresLedger ledger = world.open(3, Duration.ofHours(1))) {
            Future<?> growing = caller.submit(() -> {
                for (int i = 0; i < 200; i++) {
                    append(ledger, "m" + i);
                }
            });
            do {
                assertThat(ledger.verify().problem()).isEmpty();
            } while (!growing.isDone());
            growing.get();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void forgets_a_checkpoint_that_a_power_cut_left_half_written() throws Exception {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "a");
        }
        Path history = world.checkpoints.resolve("checkpoints.txt");
        Files.writeString(history, "hub.example/led", java.nio.file.StandardOpenOption.APPEND);
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "b");
        }
        assertThat(new CheckpointFolder(world.checkpoints).all()).hasSize(2);
        assertThat(Files.readString(history)).doesNotContain("hub.example/ledhub");
    }

    @Test
    void takes_nothing_after_it_was_closed() {
        PostgresLedger ledger = world.open();
        ledger.close();
        assertThatThrownBy(() -> append(ledger, "late")).isInstanceOf(LedgerUnavailable.class);
        ledger.close();
    }
}
