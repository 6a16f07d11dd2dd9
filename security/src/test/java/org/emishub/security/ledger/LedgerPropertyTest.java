package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.emishub.security.TestDatabase;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;

/** Whatever happens to hubs over one database, there is one tree without gaps; whatever happens to its rows behind them is found. */
class LedgerPropertyTest {
    private static final int ENTRIES = 300;

    /** What can happen to a hub. */
    enum Happening {
        APPEND,
        APPEND_MANY,
        WORK_FAILS,
        CONNECTION_BREAKS_IN_THE_MIDDLE,
        HUB_DIES,
        HUB_STOPS
    }

    private static TestLedger world() {
        try {
            return new TestLedger(Files.createTempDirectory("ledger"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int append(Ledger ledger, int entries) {
        return ledger.commit((connection, appender) -> {
            for (int i = 0; i < entries; i++) {
                appender.append(TestLedger.draft("m" + i, i % 3 == 0 ? "" : "child" + i % 5));
            }
            return entries;
        });
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void is_one_tree_without_gaps_whatever_happens(@ForAll @Size(min = 1, max = 25) List<Happening> happenings) {
        TestLedger world = world();
        PostgresLedger ledger = world.open(7, Duration.ofMillis(30));
        long expected = 0;
        for (Happening happening : happenings) {
            switch (happening) {
                case APPEND -> expected += append(ledger, 1);
                case APPEND_MANY -> expected += append(ledger, 270);
                case WORK_FAILS -> fail(ledger, IllegalStateException.class, false);
                case CONNECTION_BREAKS_IN_THE_MIDDLE -> fail(ledger, LedgerUnavailable.class, true);
                case HUB_DIES -> ledger = world.open(7, Duration.ofMillis(30));
                case HUB_STOPS -> {
                    ledger.close();
                    ledger = world.open(7, Duration.ofMillis(30));
                }
            }
        }
        ledger.close();
        assertThat(ledger.verify().problem()).isEmpty();
        assertThat(ledger.verify().entries()).isEqualTo(expected);
    }

    private static void fail(Ledger ledger, Class<?> with, boolean breaking) {
        assertThatThrownBy(() -> ledger.commit((connection, appender) -> {
                    appender.append(TestLedger.draft("lost", "child"));
                    if (breaking) {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                        }
                    }
                    throw new IllegalStateException("of this caller");
                }))
                .isInstanceOf(with);
    }

    @Provide
    Arbitrary<String> tampering() {
        return Arbitraries.of(
                "UPDATE ledger_entry SET leaf = replace(convert_from(leaf, 'UTF8'), 'RELEASED', 'REFUSED')::bytea WHERE sequence = %d",
                "UPDATE ledger_entry SET leaf = leaf || ' ' WHERE sequence = %d",
                "UPDATE ledger_entry SET leaf_hash = sha256(leaf) WHERE sequence = %d",
                "UPDATE ledger_entry SET side = side || '\\x00' WHERE sequence = %d",
                "DELETE FROM ledger_entry WHERE sequence = %d",
                "DELETE FROM ledger_entry WHERE sequence >= %d",
                "UPDATE ledger_entry SET sequence = sequence + 1000 WHERE sequence >= %d",
                "UPDATE ledger_entry a SET leaf = b.leaf, leaf_hash = b.leaf_hash, side = b.side FROM ledger_entry b"
                        + " WHERE a.sequence = %1$d AND b.sequence = (%1$d + 1) %% 300",
                "UPDATE ledger_head SET size = %d",
                "UPDATE ledger_head SET frontier = overlay(frontier placing '\\x0000' from 1 + %d %% 90)",
                "UPDATE ledger_node SET hash = sha256('%d')",
                "DELETE FROM ledger_node WHERE %d >= 0",
                "INSERT INTO ledger_node VALUES (8, 1 + %d, sha256('x'))",
                "UPDATE ledger_checkpoint SET note = replace(note, 'hub.example', 'hub%d.example')",
                "UPDATE ledger_checkpoint SET note = (SELECT min(note) FROM ledger_checkpoint) || '%d'",
                "INSERT INTO ledger_checkpoint VALUES (1000 + %d, 'nonsense')",
                "UPDATE ledger_child SET number = number + 1 + %d",
                "UPDATE ledger_child SET sequence = %d + 300",
                "UPDATE ledger_child SET leaf_hash = sha256('%d')",
                "DELETE FROM ledger_child WHERE number > %d %% 20",
                "INSERT INTO ledger_child VALUES (sha256('x'), 1, %d, sha256('y'))");
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void finds_every_tampered_row(
            @ForAll("tampering") String statement, @ForAll @IntRange(max = ENTRIES - 1) int sequence) {
        TestLedger world = world();
        try (PostgresLedger ledger = world.open()) {
            append(ledger, ENTRIES);
        }
        TestDatabase.tamper(world.database, statement.formatted(sequence));
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).isPresent();
        }
    }

    @Example
    void finds_a_history_rewritten_in_full_by_one_who_lacks_the_signing_key() {
        TestLedger world = world();
        try (PostgresLedger ledger = world.open()) {
            append(ledger, ENTRIES);
        }
        TestDatabase.tamper(
                world.database,
                "DELETE FROM ledger_entry; DELETE FROM ledger_node; DELETE FROM ledger_checkpoint; DELETE FROM ledger_child;"
                        + " UPDATE ledger_head SET size = 0, frontier = ''");
        try (PostgresLedger forger = world.forger()) {
            append(forger, ENTRIES);
        }
        TestDatabase.tamper(world.database, "DELETE FROM ledger_checkpoint");
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).hasValue("the tree of 300 entries is not the one that was signed");
            assertThatThrownBy(() -> append(ledger, 1)).isInstanceOf(LedgerUnavailable.class);
        }
    }
}
