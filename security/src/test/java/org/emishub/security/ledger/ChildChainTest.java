package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.emishub.security.TestDatabase;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.erasure.Tombstones.Tombstone;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.ledger.EntryDraft.Erasure;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.vault.ChildKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ChildChainTest {
    private static final int YEAR = Year.now(ZoneOffset.UTC).getValue();

    @TempDir
    Path folder;

    private TestLedger world;
    private EntryReader reader;

    @BeforeEach
    void aWorld() {
        world = new TestLedger(folder);
        reader = new EntryReader(world.database, world.vault);
    }

    private static boolean append(Ledger ledger, String... children) {
        return ledger.commit((connection, appender) -> {
            for (String child : children) {
                appender.append(TestLedger.draft("m", child));
            }
            return true;
        });
    }

    private List<Long> sequences(String child) {
        return reader.ofChild(child).stream().map(Entry::sequence).toList();
    }

    private List<Long> numbers(String child) {
        return reader.ofChild(child).stream()
                .map(entry -> reader.opened(entry).path("chain").path("number").asLong())
                .toList();
    }

    private void erase(Ledger ledger, String child) {
        ledger.commit((connection, appender) -> {
            world.vault.destroy(connection, child, YEAR);
            long sequence = appender.append(erased(child)).sequence();
            Tombstones.put(
                    connection, List.of(ChildKey.named(YEAR + "/0")), new Tombstone(Instant.now(), "", sequence));
            return sequence;
        });
    }

    private static EntryDraft erased(String child) {
        return EntryDraft.ofHub(Event.ERASED, "erasure", "", "", new Side("", "officer", ""))
                .erasing(new Erasure(child, List.of(YEAR + "/0")));
    }

    @Test
    void holds_every_entry_of_a_child_and_no_other_each_chained_to_the_one_before() {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora", "", "bek", "anora", "anora");
            append(ledger, "bek", "anora");
        }
        assertThat(sequences("anora")).containsExactly(0L, 3L, 4L, 6L);
        assertThat(sequences("bek")).containsExactly(2L, 5L);
        assertThat(sequences("nobody")).isEmpty();
        ObjectNode third = reader.opened(reader.find(4).orElseThrow());
        assertThat(third.path("chain").toString())
                .isEqualTo("{\"number\":3,\"previous\":\""
                        + HexFormat.of()
                                .formatHex(Merkle.leaf(CanonicalJson.bytes(
                                        reader.find(3).orElseThrow().leaf())))
                        + "\",\"previousSequence\":3}");
        ObjectNode first = reader.opened(reader.find(0).orElseThrow());
        assertThat(first.path("chain").toString())
                .isEqualTo("{\"number\":1,\"previous\":\"\",\"previousSequence\":-1}");
        assertThat(reader.opened(reader.find(1).orElseThrow()).has("chain")).isFalse();
    }

    @Test
    void has_no_gap_whoever_appends_and_whatever_fails() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (PostgresLedger one = world.open();
                PostgresLedger two = world.open()) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                PostgresLedger node = i % 2 == 0 ? one : two;
                String child = "child-" + i % 3;
                boolean fails = i % 20 == 0;
                work.add(() -> node.commit((connection, appender) -> {
                    appender.append(TestLedger.draft("m", child));
                    if (fails) {
                        throw new IllegalStateException("of this caller alone");
                    }
                    return true;
                }));
            }
            for (Future<Boolean> result : callers.invokeAll(work)) {
                try {
                    result.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).hasMessage("of this caller alone");
                }
            }
        } finally {
            callers.shutdownNow();
        }
        for (int child = 0; child < 3; child++) {
            assertThat(numbers("child-" + child))
                    .isEqualTo(java.util.stream.LongStream.rangeClosed(1, 190)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void begins_anew_after_an_erasure_on_every_node_and_the_tombstone_names_the_key() {
        try (PostgresLedger one = world.open();
                PostgresLedger two = world.open()) {
            append(one, "anora", "anora", "bek");
            append(two, "anora");
            erase(one, "anora");
            assertThat(sequences("anora")).isEmpty();
            append(two, "anora");
            append(one, "anora");
        }
        assertThat(sequences("anora")).containsExactly(5L, 6L);
        assertThat(numbers("anora")).containsExactly(1L, 2L);
        assertThat(numbers("bek")).containsExactly(1L);
        assertThat(reader.find(4).orElseThrow().leaf().path("erased").toString())
                .isEqualTo("[\"" + YEAR + "/0\"]");
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).isEmpty();
        }
    }

    @Test
    void begins_anew_within_the_transaction_that_erased() {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora");
            ledger.commit((connection, appender) -> {
                appender.append(TestLedger.draft("m", "anora"));
                appender.append(erased("anora"));
                return appender.append(TestLedger.draft("m", "anora"));
            });
        }
        assertThat(sequences("anora")).containsExactly(3L);
    }

    @Test
    void ends_where_the_key_of_an_earlier_year_was_destroyed() throws SQLException {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora", "anora");
            try (Connection connection = world.database.getConnection()) {
                world.vault.destroy(connection, "anora", YEAR);
            }
            append(ledger, "anora");
        }
        assertThat(sequences("anora")).containsExactly(2L);
        assertThat(numbers("anora")).containsExactly(3L);
    }

    @Test
    void is_broken_when_its_head_or_an_entry_was_changed() {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora", "anora", "bek");
        }
        for (String change : List.of(
                "UPDATE ledger_child SET number = number + 1",
                "UPDATE ledger_child SET sequence = 2 - sequence",
                "UPDATE ledger_child SET leaf_hash = sha256('x')",
                "DELETE FROM ledger_entry WHERE sequence = 0")) {
            TestDatabase.tamper(world.database, change);
            assertThatThrownBy(() -> reader.ofChild("anora"))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageStartingWith("the child's log is broken at its entry ");
        }
    }

    @Test
    void an_entry_says_all_of_its_side_in_the_leaf() {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora");
        }
        Entry entry = reader.find(0).orElseThrow();
        ObjectNode side = reader.opened(entry);
        byte[] salt = HexFormat.of().parseHex(side.path("salt").asString());
        String text = new String(CanonicalJson.bytes(side), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(entry.leaf().path("side").asString()).isEqualTo(Leaves.commitment(salt, "side", text));
        assertThat(entry.leaf().path("version").asInt()).isEqualTo(2);
        assertThat(side.path("version").asInt()).isEqualTo(3);
        ObjectNode other = entry.leaf().deepCopy();
        other.put("side", "00".repeat(32));
        Entry swapped = new Entry(
                0,
                entry.event(),
                entry.time(),
                entry.agreement(),
                "",
                "",
                "",
                "",
                List.of(),
                0,
                true,
                true,
                other,
                entry.side());
        assertThatThrownBy(() -> reader.opened(swapped)).isInstanceOf(SecurityException.class);
    }

    @Test
    void verification_follows_every_chain_through_erasures_and_finds_a_fork() throws SQLException {
        try (PostgresLedger ledger = world.open()) {
            append(ledger, "anora", "anora", "bek", "bek");
            erase(ledger, "anora");
            append(ledger, "anora", "anora");
            try (Connection connection = world.database.getConnection()) {
                world.vault.destroy(connection, "bek", YEAR);
            }
            assertThat(ledger.verify().problem()).isEmpty();
            append(ledger, "bek", "bek");
            assertThat(ledger.verify().problem()).isEmpty();
        }
        TestDatabase.tamper(world.database, "DELETE FROM ledger_child");
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).hasValue("where a child's log ends is not kept any more");
            append(ledger, "anora");
            assertThat(ledger.verify().problem()).hasValue("sequence 9: an entry about its child is missing before it");
        }
    }
}
