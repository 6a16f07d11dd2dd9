package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.emishub.security.TestDatabase;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.erasure.Tombstones.Tombstone;
import org.emishub.security.ledger.EntryDraft.Erasure;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.vault.ChildKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is altered in the database gets past whoever kept one older checkpoint; the triggers are off, as for a thief of the database. */
@Tag("volume")
class DatabaseTamperTest {
    private static final int ALTERATIONS = 15 * Integer.getInteger("emishub.volume", 1);
    private static final int ENTRIES = 300;
    private static final int HELD = 200;
    private static final int ERASED = 120;
    private static final int KEY_CHANGED = 150;
    private static final String CHILD = "child-3";
    /** What outside parties said (the two before the last) proves itself, by their signatures: {@code CosignaturesTest}, and the verifier. */
    private static final List<String> TABLES = List.of(
            "ledger_entry",
            "ledger_node",
            "ledger_head",
            "ledger_checkpoint",
            "ledger_key_change",
            "ledger_child",
            "ledger_cosignature",
            "ledger_stamp",
            "tombstone");
    /** Of what is kept beside the entries, in one row or another. */
    private static final List<String> BESIDE = List.of(
            "UPDATE ledger_child SET number = number + 1 WHERE %1$s",
            "UPDATE ledger_child SET sequence = sequence - 1 WHERE %1$s",
            "UPDATE ledger_child SET leaf_hash = sha256('x') WHERE %1$s",
            "UPDATE ledger_child SET child_blind = substr(sha256('x'), 1, 16) WHERE %1$s",
            "DELETE FROM ledger_child WHERE %1$s",
            "INSERT INTO ledger_child SELECT substr(sha256('x'), 1, 16), number, sequence, leaf_hash FROM ledger_child WHERE %1$s",
            "DELETE FROM tombstone",
            "UPDATE tombstone SET reason = 'OUTDATED'",
            "UPDATE tombstone SET erased_at = erased_at - interval '1 day'",
            "UPDATE tombstone SET slot = slot + 1",
            "UPDATE tombstone SET sequence = sequence + 1",
            "INSERT INTO tombstone SELECT year, slot + 1, erased_at, reason, sequence FROM tombstone",
            "DELETE FROM ledger_key_change",
            "UPDATE ledger_key_change SET sequence = sequence + 1",
            "UPDATE ledger_key_change SET note = replace(note, ' v1', ' v2')",
            "INSERT INTO ledger_key_change SELECT sequence + 1, note FROM ledger_key_change",
            "INSERT INTO ledger_checkpoint SELECT size - 1, note FROM ledger_checkpoint");

    private static final String ANY_CHILD =
            "child_blind = (SELECT child_blind FROM ledger_child ORDER BY child_blind OFFSET %d LIMIT 1)";

    @TempDir
    Path folder;

    private TestLedger world;

    /** What was done, to be told when it was not caught. */
    private record Done(String kind, String sql) {}

    @Test
    void every_alteration_of_the_database_is_caught() throws Exception {
        world = new TestLedger(folder);
        fill(world);
        // All that the auditor has: one older checkpoint, in a folder of its own.
        Path kept = heldAlone();
        for (String table : TABLES) {
            TestDatabase.execute(world.database, "CREATE TABLE kept_" + table + " AS TABLE " + table);
        }
        List<Forked> forks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            forks.add(new Forked(folder.resolve("fork" + i), i % 2 == 0 ? ENTRIES : HELD - 1 - i));
        }
        assertThat(problem(kept)).isEmpty();

        Map<String, Integer> counts = new TreeMap<>();
        List<Done> missed = new ArrayList<>();
        for (int number = 0; number < ALTERATIONS; number++) {
            Random dice = new Random(number);
            Done done = number % 5 == 4 ? forks.get(dice.nextInt(forks.size())).replaces() : alter(dice);
            counts.merge(done.kind(), 1, Integer::sum);
            if (problem(kept).isEmpty()) {
                missed.add(done);
            }
            restore();
        }
        assertThat(problem(kept)).isEmpty();
        System.out.printf(
                "tamper: the database: %d alterations, %d caught, %s%n",
                ALTERATIONS, ALTERATIONS - missed.size(), counts);
        assertThat(missed).isEmpty();
    }

    @Test
    void every_kind_of_alteration_of_what_is_kept_beside_the_entries_is_caught() throws Exception {
        world = new TestLedger(folder);
        fill(world);
        Path kept = heldAlone();
        for (String table : TABLES) {
            TestDatabase.execute(world.database, "CREATE TABLE kept_" + table + " AS TABLE " + table);
        }
        assertThat(problem(kept)).isEmpty();
        for (String alteration : BESIDE) {
            TestDatabase.tamper(world.database, alteration.formatted(ANY_CHILD.formatted(0)));
            assertThat(problem(kept)).as(alteration).isNotEmpty();
            restore();
        }
        assertThat(problem(kept)).isEmpty();
    }

    private static void fill(TestLedger world) {
        world.keys = new CheckpointKeys(List.of(world.key, TestLedger.key()));
        try (PostgresLedger ledger = world.open(HELD, java.time.Duration.ofHours(1))) {
            for (int group = 0; group < ENTRIES; group += 50) {
                boolean handedOver = group == KEY_CHANGED;
                if (handedOver) {
                    new KeyHandover(ledger, world.keys).handOver("somebody", "once a year");
                }
                int from = handedOver ? group + 1 : group;
                int to = group + 50;
                ledger.commit((connection, appender) -> {
                    for (int i = from; i < to; i++) {
                        if (i == ERASED) {
                            erase(world, connection, appender);
                        } else {
                            appender.append(TestLedger.draft("m" + i, "child-" + i % 7));
                        }
                    }
                    return true;
                });
            }
        }
        TestDatabase.execute(
                world.database,
                "INSERT INTO ledger_cosignature SELECT size, 'w', 'line', now() FROM ledger_checkpoint LIMIT 1");
        TestDatabase.execute(
                world.database, "INSERT INTO ledger_stamp SELECT size, 'x', now() FROM ledger_checkpoint LIMIT 1");
    }

    private static void erase(TestLedger world, Connection connection, Appender appender) throws SQLException {
        List<ChildKey> keys = world.vault.of(connection, CHILD);
        world.vault.destroy(connection, keys);
        long sequence = appender.append(
                        EntryDraft.ofHub(Event.ERASED, "erasure", "UNLAWFUL", "", new Side("", "officer", ""))
                                .erasing(new Erasure(
                                        CHILD, keys.stream().map(ChildKey::name).toList())))
                .sequence();
        Tombstones.put(connection, keys, new Tombstone(Instant.now(), "UNLAWFUL", sequence));
    }

    private Path heldAlone() throws Exception {
        String held = new CheckpointFolder(world.checkpoints)
                .all().stream()
                        .filter(note -> note.startsWith("hub.example/ledger\n" + HELD + "\n"))
                        .findFirst()
                        .orElseThrow();
        Path kept = Files.createDirectories(folder.resolve("held"));
        Files.writeString(kept.resolve("checkpoints.txt"), held + "\n");
        Files.writeString(kept.resolve("checkpoint"), held);
        return kept;
    }

    private Optional<String> problem(Path checkpoints) {
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, checkpoints, world.vault, java.time.Clock.systemUTC())) {
            return ledger.verify().problem();
        }
    }

    private void restore() {
        StringBuilder sql = new StringBuilder();
        for (String table : TABLES) {
            sql.append("TRUNCATE ")
                    .append(table)
                    .append(" CASCADE; INSERT INTO ")
                    .append(table);
            sql.append(" SELECT * FROM kept_").append(table).append("; ");
        }
        TestDatabase.tamper(world.database, sql.toString());
    }

    private Done alter(Random dice) {
        int at = dice.nextInt(ENTRIES);
        int other = (at + 1 + dice.nextInt(ENTRIES - 1)) % ENTRIES;
        String column = List.of("leaf", "leaf_hash", "side").get(dice.nextInt(3));
        Done done =
                switch (dice.nextInt(10)) {
                    case 0, 1, 2 ->
                        new Done(
                                "edit",
                                "UPDATE ledger_entry SET %1$s = set_bit(%1$s, %2$d %% bit_length(%1$s), 1 - get_bit(%1$s, %2$d %% bit_length(%1$s))) WHERE sequence = %3$d"
                                        .formatted(column, dice.nextInt(1 << 20), at));
                    case 3 -> new Done("delete", "DELETE FROM ledger_entry WHERE sequence = " + at);
                    case 4 ->
                        new Done(
                                "insert",
                                "INSERT INTO ledger_entry SELECT %d, leaf, leaf_hash, side FROM ledger_entry WHERE sequence = %d"
                                        .formatted(ENTRIES, at));
                    case 5 ->
                        new Done(
                                "swap",
                                "UPDATE ledger_entry AS one SET leaf = two.leaf, leaf_hash = two.leaf_hash, side = two.side FROM ledger_entry AS two"
                                        + " WHERE one.sequence + two.sequence = %d AND one.sequence IN (%d, %d)"
                                                .formatted(at + other, at, other));
                    case 6 ->
                        new Done(
                                "truncate",
                                "DELETE FROM ledger_entry WHERE sequence >= %1$d; DELETE FROM ledger_checkpoint WHERE size > %1$d"
                                        .formatted(at));
                    case 7 ->
                        new Done(
                                "node or head",
                                dice.nextBoolean()
                                        ? "UPDATE ledger_node SET hash = sha256('x')"
                                        : "UPDATE ledger_head SET frontier = set_bit(frontier, %d, 1 - get_bit(frontier, %1$d))"
                                                .formatted(dice.nextInt(256)));
                    case 8 ->
                        new Done(
                                "beside the entries",
                                BESIDE.get(dice.nextInt(BESIDE.size()))
                                        .formatted(ANY_CHILD.formatted(dice.nextInt(7))));
                    default ->
                        new Done(
                                "checkpoint",
                                "UPDATE ledger_checkpoint SET note = overlay(note placing chr(ascii(substr(note, %1$d, 1)) %% 90 + 33) from %1$d for 1)"
                                        .formatted(1 + dice.nextInt(100)));
                };
        TestDatabase.tamper(world.database, done.sql());
        return done;
    }

    /** Another ledger under the stolen key, whole in itself: other entries, or fewer of the same number. */
    private final class Forked {
        private final TestLedger other;
        private final int size;

        Forked(Path where, int size) {
            this.other = new TestLedger(where);
            this.size = size;
            try (PostgresLedger ledger = new PostgresLedger(
                    other.database, world.keys, other.checkpoints, other.vault, java.time.Clock.systemUTC())) {
                ledger.commit((connection, appender) -> {
                    for (int i = 0; i < size; i++) {
                        appender.append(TestLedger.draft("other" + i, "child-" + i % 7));
                    }
                    return true;
                });
            }
        }

        Done replaces() throws SQLException {
            for (String table : TABLES) {
                TestDatabase.tamper(world.database, "TRUNCATE " + table + " CASCADE");
                copy(table);
            }
            return new Done(size == ENTRIES ? "fork, signed with the stolen key" : "roll back", "fork of " + size);
        }

        private void copy(String table) throws SQLException {
            try (Connection from = other.database.getConnection();
                    Connection to = world.database.getConnection();
                    Statement select = from.createStatement();
                    Statement off = to.createStatement();
                    ResultSet rows = select.executeQuery("SELECT * FROM " + table)) {
                off.execute("SET session_replication_role = replica");
                int columns = rows.getMetaData().getColumnCount();
                String marks = "?" + ", ?".repeat(columns - 1);
                try (PreparedStatement insert =
                        to.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            insert.setObject(column, rows.getObject(column));
                        }
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
            }
        }
    }
}
