package org.emishub.security.ledger;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.security.TestDatabase;
import org.emishub.security.hash.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFilesTest {
    @TempDir
    Path folder;

    private TestLedger world;
    private Path tiles;
    private LedgerFiles files;

    @BeforeEach
    void aWorld() {
        world = new TestLedger(folder);
        tiles = folder.resolve("ledger");
        files = files();
    }

    /** Of a hub that starts. */
    private LedgerFiles files() {
        return new LedgerFiles(world.database, world.keys, tiles);
    }

    private void grow(int entries) {
        try (PostgresLedger ledger = world.open(1_000_000, Duration.ofHours(1))) {
            ledger.commit((connection, appender) -> {
                for (int i = 0; i < entries; i++) {
                    appender.append(TestLedger.draft("m" + i, "child-" + i % 7));
                }
                return true;
            });
        }
    }

    private Map<String, String> all() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walked = Files.walk(tiles)) {
            for (Path file : walked.filter(Files::isRegularFile).toList()) {
                found.put(tiles.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
            }
        }
        found.remove(".lock");
        return found;
    }

    private void removeAll() throws IOException {
        try (Stream<Path> walked = Files.walk(tiles)) {
            for (Path file : walked.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void lays_the_tree_out_as_tiles_of_256_hashes_and_the_entries_as_bundles() throws IOException {
        grow(300);
        files.publish();
        assertThat(all().keySet())
                .containsExactlyInAnyOrder(
                        "checkpoint",
                        "tile/0/000",
                        "tile/0/001.p/44",
                        "tile/1/000.p/1",
                        "tile/entries/000",
                        "tile/entries/001.p/44");
        assertThat(Files.size(tiles.resolve("tile/0/000"))).isEqualTo(8_192);
        assertThat(Files.readString(tiles.resolve("checkpoint"))).startsWith("hub.example/ledger\n300\n");
        assertThat(files.verify()).isEqualTo(new LedgerFiles.Found(300, java.util.Optional.empty()));
        assertThat(TilePath.hashes(3, 1_234_067, 256)).isEqualTo("tile/3/x001/x234/067");
        assertThat(TilePath.entries(1_234_067, 7)).isEqualTo("tile/entries/x001/x234/067.p/7");
    }

    @Test
    void grows_with_the_ledger_and_keeps_the_partial_tiles_that_earlier_checkpoints_need() throws IOException {
        for (int entries : new int[] {1, 9, 246, 1, 255, 300, 20}) {
            grow(entries);
            files.publish();
            assertThat(files.verify().problem()).isEmpty();
        }
        assertThat(all().keySet())
                .contains("tile/0/003.p/44", "tile/0/003.p/64", "tile/entries/003.p/64")
                .doesNotContain("tile/0/000.p/1", "tile/entries/000.p/10");
    }

    @Test
    void a_partial_tile_that_gave_way_to_the_full_one_is_read_from_that() throws IOException {
        grow(300);
        files.publish();
        Path before = folder.resolve("before");
        LedgerFiles.copy(tiles, before);
        grow(900);
        files.publish();
        assertThat(tiles.resolve("tile/0/001.p")).doesNotExist();
        Files.copy(before.resolve("checkpoint"), tiles.resolve("checkpoint"), REPLACE_EXISTING);
        assertThat(new LedgerFiles(world.database, world.keys, tiles).verify())
                .isEqualTo(new LedgerFiles.Found(300, java.util.Optional.empty()));
        assertThat(LedgerFiles.copy(tiles, folder.resolve("copy"))).isEqualTo(300);
        assertThat(folder.resolve("copy/tile/0/001.p/44")).hasSameBinaryContentAs(before.resolve("tile/0/001.p/44"));
        assertThat(folder.resolve("copy/tile/entries/001.p/44"))
                .hasSameBinaryContentAs(before.resolve("tile/entries/001.p/44"));
    }

    @Test
    void are_made_anew_from_the_database_the_same_byte_for_byte() throws IOException {
        for (int entries : new int[] {200, 300, 20, 90}) {
            grow(entries);
            files.publish();
        }
        Map<String, String> before = all();
        removeAll();
        files().publish();
        assertThat(all())
                .containsAllEntriesOf(before.entrySet().stream()
                        .filter(entry -> !entry.getKey().contains("001.p/"))
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(files().verify().problem()).isEmpty();
    }

    @Test
    void are_mended_at_the_next_start_when_the_newest_tile_is_torn() throws IOException {
        grow(300);
        files.publish();
        Files.write(tiles.resolve("tile/0/001.p/44"), new byte[100]);
        assertThat(files.verify().problem().orElseThrow()).startsWith("the file tile/0/001.p/44 is not whole");
        files().publish();
        assertThat(files.verify().problem()).isEmpty();
        Files.delete(tiles.resolve("tile/1/000.p/1"));
        Files.writeString(tiles.resolve("checkpoint"), "hub.exa");
        files().publish();
        assertThat(files.verify().problem()).isEmpty();
    }

    @Test
    void any_changed_or_missing_file_is_found() throws IOException {
        grow(600);
        files.publish();
        for (String path : all().keySet()) {
            byte[] whole = Files.readAllBytes(tiles.resolve(path));
            byte[] changed = whole.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(tiles.resolve(path), changed);
            if (!path.equals("checkpoint")) {
                assertThat(files.verify().problem()).as(path).isPresent();
                Files.delete(tiles.resolve(path));
                assertThat(files.verify().problem()).as(path).isPresent();
            }
            Files.write(tiles.resolve(path), whole);
        }
        assertThat(files.verify().problem()).isEmpty();
    }

    @Test
    void never_publish_a_database_that_was_rolled_back_or_altered() throws IOException {
        grow(300);
        files.publish();
        Map<String, String> before = all();
        TestDatabase.tamper(
                world.database,
                "CREATE TABLE kept AS SELECT * FROM ledger_checkpoint;"
                        + "DELETE FROM ledger_checkpoint; INSERT INTO ledger_checkpoint SELECT 299, note FROM kept");
        String earlier = world.key.sign(299, rootOf(299)).note();
        TestDatabase.tamper(world.database, "UPDATE ledger_checkpoint SET note = '" + earlier + "'");
        assertThatThrownBy(() -> files().publish()).hasMessage("entries from 299 to 300 were published and are gone");
        String other = world.key.sign(300, Merkle.empty()).note();
        TestDatabase.tamper(
                world.database,
                "UPDATE ledger_entry SET leaf_hash = sha256('x') WHERE sequence = 299;"
                        + "UPDATE ledger_checkpoint SET size = 300, note = '" + other + "'");
        assertThatThrownBy(() -> files().publish()).hasMessage("an entry before 300 is not what was published");
        assertThat(files.verify().problem()).isPresent();
        assertThat(all()).isEqualTo(before);
        removeAll();
        assertThatThrownBy(() -> files().publish()).hasMessageContaining("is not what was hashed");
        assertThat(tiles.resolve("checkpoint")).doesNotExist();
    }

    private byte[] rootOf(long size) {
        return Snapshot.of(world.database, tables -> new MerkleTree(tables).root(size));
    }

    @Test
    void follow_the_checkpoints_by_themselves_and_are_copied_whole() throws Exception {
        try (LedgerFiles following = files()) {
            following.start(Duration.ofMillis(50));
            grow(10);
            for (int i = 0; i < 1_200 && !Files.exists(tiles.resolve("checkpoint")); i++) {
                Thread.sleep(50);
            }
            assertThat(Files.readString(tiles.resolve("checkpoint"))).contains("\n10\n");
            grow(300);
        }
        assertThat(Files.readString(tiles.resolve("checkpoint"))).contains("\n310\n");
        assertThat(LedgerFiles.copy(tiles, folder.resolve("copy"))).isEqualTo(310);
        assertThat(new LedgerFiles(world.database, world.keys, folder.resolve("copy"))
                        .verify()
                        .problem())
                .isEmpty();
        assertThat(List.of(Files.readString(folder.resolve("copy/checkpoint"))))
                .first()
                .isEqualTo(Files.readString(tiles.resolve("checkpoint")));
    }
}
