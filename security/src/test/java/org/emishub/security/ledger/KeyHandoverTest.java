package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.emishub.security.TestDatabase;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on a real PostgreSQL, its hub restarted between one key and the next. */
class KeyHandoverTest {
    private final CheckpointKey next = TestLedger.key();
    private final CheckpointKey third = TestLedger.key();

    @TempDir
    Path folder;

    private TestLedger world;

    @BeforeEach
    void aLedgerOfFiveEntries() {
        world = new TestLedger(folder);
        grow(5);
    }

    /** A hub that starts, enters so many, signs and stops. */
    private void grow(int entries) {
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            for (int i = 0; i < entries; i++) {
                append(ledger);
            }
        }
    }

    private static long append(PostgresLedger ledger) {
        return ledger.commit((connection, appender) ->
                appender.append(TestLedger.draft("m", "child")).sequence());
    }

    private KeyHandover.Handed handOver(CheckpointKey... held) {
        world.keys = new CheckpointKeys(List.of(held));
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            return new KeyHandover(ledger, world.keys).handOver("somebody", "once a year");
        }
    }

    private LedgerProofs proofs() {
        return new LedgerProofs(world.database, world.checkpoints, world.keys);
    }

    private Optional<String> problem() {
        try (PostgresLedger ledger = world.open()) {
            return ledger.verify().problem();
        }
    }

    @Test
    void the_key_before_signs_over_the_entry_and_the_new_one_all_that_follows() {
        KeyHandover.Handed handed = handOver(world.key, next);

        assertThat(handed).isEqualTo(new KeyHandover.Handed(5, world.key.verifierKey(), next.verifierKey()));
        assertThat(proofs().verifierKey()).as("of the newest checkpoint").isEqualTo(world.key.verifierKey());
        assertThat(proofs().announcedKey()).isEqualTo(next.verifierKey());
        grow(2);
        List<String> notes = proofs().checkpoints();
        assertThat(notes).hasSize(3);
        assertThat(world.key.read(notes.get(1)).orElseThrow().size()).isEqualTo(6);
        assertThat(next.read(notes.get(2)).orElseThrow().size()).isEqualTo(8);
        assertThat(world.key.read(notes.get(2))).isEmpty();
        assertThat(proofs().verifierKey()).isEqualTo(next.verifierKey());
        assertThat(problem()).isEmpty();
    }

    @Test
    void the_entry_names_both_keys_by_a_note_that_both_signed() {
        handOver(world.key, next);
        grow(1);
        var changes = StrictJson.object(proofs().keyChanges(7).orElseThrow()).path("changes");
        String note = changes.path(0).path("note").asString("");

        assertThat(note).startsWith("emishub ledger key v1\n" + world.key + "\n" + next + "\n\n— ");
        assertThat(changes.path(0).path("leaf").asString(""))
                .contains("\"event\":\"KEY_CHANGED\"")
                .contains("\"rule\":\"" + KeyChange.RULE + "\"")
                .contains(KeyChange.hash(note))
                .doesNotContain("somebody");
        assertThat(LeafShape.faults(StrictJson.object(
                        changes.path(0).path("leaf").asString("").getBytes(UTF_8))))
                .isEmpty();
        assertThat(proofs().keyChanges(6)).as("before the new key has signed").isEmpty();
    }

    @Test
    void a_node_goes_on_with_the_new_key_alone_once_it_signs_and_not_before() {
        handOver(world.key, next);
        world.keys = new CheckpointKeys(next);
        grow(1);
        assertThat(problem()).isEmpty();
        assertThat(handOver(next, third).from()).isEqualTo(next.verifierKey());
        grow(1);
        world.keys = new CheckpointKeys(third);
        grow(1);
        assertThat(problem()).isEmpty();
        assertThat(proofs().keyChanges(proofs().checkpoints().stream()
                                .mapToLong(LedgerProofs::size)
                                .max()
                                .orElseThrow())
                        .map(json -> StrictJson.object(json).path("changes").size()))
                .hasValue(2);
    }

    @Test
    void a_node_that_holds_only_the_key_before_is_stopped() {
        handOver(world.key, next);
        world.keys = new CheckpointKeys(world.key);
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> append(ledger))
                    .isInstanceOf(LedgerUnavailable.class)
                    .cause()
                    .hasMessageContaining("which is not this ledger's key here: put it into the key store");
        }
    }

    @Test
    void another_key_that_nobody_entered_stops_the_ledger() {
        for (List<CheckpointKey> held : List.of(List.of(next), List.of(next, world.key))) {
            world.keys = new CheckpointKeys(held);
            try (PostgresLedger ledger = world.open()) {
                assertThatThrownBy(() -> append(ledger))
                        .isInstanceOf(LedgerUnavailable.class)
                        .cause()
                        .hasMessage("a checkpoint is not signed by this ledger's key");
            }
        }
        world.keys = new CheckpointKeys(world.key);
        handOver(world.key, next);
        grow(1);
        world.keys = new CheckpointKeys(third);
        try (PostgresLedger ledger = world.open()) {
            assertThatThrownBy(() -> append(ledger)).isInstanceOf(LedgerUnavailable.class);
        }
    }

    @Test
    void a_key_that_is_held_and_not_entered_signs_nothing() {
        world.keys = new CheckpointKeys(List.of(world.key, next));
        grow(1);
        assertThat(world.key.read(proofs().checkpoints().get(1))).isPresent();
    }

    @Test
    void there_has_to_be_one_new_key_and_no_change_under_way() {
        assertThatThrownBy(() -> handOver(world.key)).hasMessageContaining("hub keys checkpoint");
        assertThatThrownBy(() -> handOver(world.key, next, third)).hasMessageContaining("one must be meant");
        world.keys = new CheckpointKeys(List.of(world.key, next));
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            KeyHandover handover = new KeyHandover(ledger, world.keys);
            handover.handOver("somebody", "once a year");
            assertThatThrownBy(() -> handover.handOver("somebody", "again")).hasMessageContaining("under way");
        }
        assertThatThrownBy(() -> handOver(world.key, next))
                .as("back to the old one")
                .hasMessageContaining("no key");
    }

    @Test
    void a_hub_that_stops_before_the_checkpoint_over_the_entry_goes_on_with_the_key_before() throws Exception {
        world.keys = new CheckpointKeys(List.of(world.key, next));
        String before = Files.readString(world.checkpoints.resolve("checkpoint"));
        String history = Files.readString(world.checkpoints.resolve("checkpoints.txt"));
        handOver(world.key, next);
        // As if it had lost its power after the entry was committed.
        TestDatabase.tamper(world.database, "DELETE FROM ledger_checkpoint WHERE size > 5");
        Files.writeString(world.checkpoints.resolve("checkpoint"), before);
        Files.writeString(world.checkpoints.resolve("checkpoints.txt"), history);

        assertThat(proofs().announcedKey()).isEqualTo(next.verifierKey());
        grow(2);
        List<String> notes = proofs().checkpoints();
        assertThat(world.key.read(notes.get(1)).orElseThrow().size()).isEqualTo(6);
        assertThat(next.read(notes.get(2)).orElseThrow().size()).isEqualTo(8);
        assertThat(problem()).isEmpty();
    }

    @Test
    void an_intruder_who_owns_the_database_cannot_hand_the_ledger_over() {
        world.keys = new CheckpointKeys(List.of(world.key, next));
        String forged = third.handOver(next).replace(third.verifierKey(), world.key.verifierKey());
        for (String note : List.of(forged, "emishub ledger key v1", third.handOver(next))) {
            TestDatabase.tamper(
                    world.database,
                    "DELETE FROM ledger_key_change; INSERT INTO ledger_key_change VALUES (2, '" + note + "')");
            try (PostgresLedger ledger = world.open()) {
                assertThatThrownBy(() -> append(ledger)).isInstanceOf(LedgerUnavailable.class);
                assertThat(ledger.verify().problem()).isPresent();
            }
        }
        TestDatabase.tamper(
                world.database,
                "DELETE FROM ledger_key_change; INSERT INTO ledger_key_change VALUES (2, '" + world.key.handOver(next)
                        + "')");
        assertThat(problem())
                .as("signed by both and not entered")
                .hasValue("sequence 2: the ledger's key was changed, and the entry does not say so");
    }

    /** A life of the hub of somebody who has the database and the vault, and keys of his own. */
    private void his(CheckpointKey... held) {
        CheckpointKeys keys = new CheckpointKeys(List.of(held));
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, keys, folder.resolve("his"), world.vault, Clock.systemUTC())) {
            for (int i = 0; i < 4; i++) {
                append(ledger);
            }
            if (held.length > 1) {
                new KeyHandover(ledger, keys).handOver("somebody", "why");
            }
        }
    }

    @Test
    void an_intruder_who_fills_the_database_with_a_ledger_of_his_own_is_published_nowhere() throws Exception {
        Path tiles = folder.resolve("ledger");
        new LedgerFiles(world.database, world.keys, tiles).publish();
        String published = Files.readString(tiles.resolve("checkpoint"));
        for (String table : List.of("entry", "node", "checkpoint", "child")) {
            TestDatabase.tamper(world.database, "TRUNCATE ledger_" + table + " CASCADE");
        }
        TestDatabase.tamper(world.database, "UPDATE ledger_head SET size = 0, frontier = ''");
        his(third);
        his(third, next);
        his(next);

        LedgerFiles files = new LedgerFiles(world.database, world.keys, tiles);
        assertThatThrownBy(files::publish).hasMessageContaining("not this ledger's key here");
        assertThat(Files.readString(tiles.resolve("checkpoint"))).isEqualTo(published);
        assertThat(files.verify().problem()).isPresent();
        assertThatThrownBy(() -> proofs().verifierKey()).hasMessageContaining("not this ledger's key here");
        assertThatThrownBy(() -> proofs().announcedKey()).hasMessageContaining("not this ledger's key here");
        assertThatThrownBy(() -> proofs().proof(3)).hasMessageContaining("not this ledger's key here");
        Files.delete(world.checkpoints.resolve("checkpoint"));
        Files.delete(world.checkpoints.resolve("checkpoints.txt"));
        assertThat(problem().orElseThrow()).contains("not this ledger's key here");
    }

    @Test
    void a_database_that_was_put_back_to_before_a_change_is_not_published() throws Exception {
        Path tiles = folder.resolve("ledger");
        handOver(world.key, next);
        grow(1);
        new LedgerFiles(world.database, world.keys, tiles).publish();
        TestDatabase.tamper(
                world.database,
                "DELETE FROM ledger_key_change; DELETE FROM ledger_checkpoint WHERE size > 5; DELETE FROM ledger_entry WHERE sequence >= 5");
        LedgerFiles files = new LedgerFiles(world.database, world.keys, tiles);
        assertThatThrownBy(files::publish)
                .hasMessage(
                        "the entry that names the key of the published checkpoint of 7 entries was published and is gone");
        assertThat(files.verify().problem().orElseThrow()).contains("was published and is gone");
        assertThat(tiles.resolve("keys.json")).exists();
    }

    @Test
    void a_change_that_is_taken_back_before_the_new_key_has_signed_is_found() {
        handOver(world.key, next);
        TestDatabase.tamper(world.database, "DELETE FROM ledger_key_change");
        grow(2);
        assertThat(problem()).hasValue("sequence 5: the entry says that the ledger's key was changed, and how is gone");
    }

    @Test
    void a_checkpoint_that_is_kept_for_another_size_does_not_move_the_end_of_a_key() {
        world.keys = new CheckpointKeys(List.of(world.key, next));
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            new KeyHandover(ledger, world.keys).handOver("somebody", "once a year");
            TestDatabase.execute(
                    world.database,
                    "INSERT INTO ledger_checkpoint SELECT 6, note FROM ledger_checkpoint WHERE size = 5");
            assertThat(ledger.verify().problem()).isPresent();
        }
        LedgerFiles files = new LedgerFiles(world.database, world.keys, folder.resolve("ledger"));
        assertThatThrownBy(files::publish).isInstanceOf(LedgerAltered.class);
        assertThatThrownBy(() -> proofs().keyChanges(7)).isInstanceOf(LedgerAltered.class);
        assertThat(problem()).isPresent();
        TestDatabase.tamper(world.database, "DELETE FROM ledger_checkpoint WHERE size = 6");
        grow(1);
        assertThat(problem()).as("nothing was signed meanwhile").isEmpty();
        List<String> notes = proofs().checkpoints();
        assertThat(world.key.read(notes.get(1)).orElseThrow().size()).isEqualTo(6);
        assertThat(next.read(notes.get(2)).orElseThrow().size()).isEqualTo(7);
    }

    @Test
    void a_change_that_was_taken_out_of_the_database_is_found() {
        handOver(world.key, next);
        grow(1);
        assertThatThrownBy(() -> TestDatabase.execute(world.database, "DELETE FROM ledger_key_change"))
                .hasStackTraceContaining("append-only");
        TestDatabase.tamper(world.database, "DELETE FROM ledger_key_change");
        assertThat(problem()).hasValue("a checkpoint is not signed by this ledger's key");
    }

    @Test
    void the_published_files_tell_how_the_keys_followed_one_another() throws Exception {
        Path tiles = folder.resolve("ledger");
        LedgerFiles files = new LedgerFiles(world.database, world.keys, tiles);
        files.publish();
        assertThat(tiles.resolve("keys.json")).doesNotExist();
        handOver(world.key, next);
        grow(1);
        files = new LedgerFiles(world.database, world.keys, tiles);
        files.publish();
        assertThat(files.verify()).isEqualTo(new LedgerFiles.Found(7, Optional.empty()));
        LedgerFiles.copy(tiles, folder.resolve("copy"));
        byte[] kept = Files.readAllBytes(folder.resolve("copy/keys.json"));
        assertThat(CanonicalJson.bytes(StrictJson.object(kept))).isEqualTo(kept);
        Files.writeString(tiles.resolve("keys.json"), "{}");
        assertThat(files.verify().problem().orElseThrow()).startsWith("the file keys.json does not tell");
    }
}
