package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.emishub.outside.NeedsTool;
import org.emishub.security.json.CanonicalJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another reader, written from the texts of C2SP in another language, reads our files, checkpoints and proofs. */
@NeedsTool("python3")
class SecondReaderTest {
    private static final Path READER = Path.of("src/test/resources/org/emishub/security/ledger/tlog_reader.py");

    @TempDir
    Path folder;

    private TestLedger world;

    @BeforeEach
    void aLedger() throws Exception {
        world = new TestLedger(folder);
        grow(90);
        Files.copy(world.checkpoints.resolve("checkpoint"), folder.resolve("older"));
        grow(700);
        new LedgerFiles(world.database, world.key, folder.resolve("ledger")).publish();
        Files.writeString(
                folder.resolve("proof"), new LedgerProofs(world.database, world.checkpoints, world.key).proof(345));
        EntryReader reader = new EntryReader(world.database, world.vault);
        Files.write(
                folder.resolve("leaf"),
                CanonicalJson.bytes(reader.find(345).orElseThrow().leaf()));
    }

    private void grow(int entries) {
        try (PostgresLedger ledger = world.open()) {
            ledger.commit((connection, appender) -> {
                for (int i = 0; i < entries; i++) {
                    appender.append(TestLedger.draft("m" + i, "child"));
                }
                return true;
            });
        }
    }

    private String read() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "python3", READER.toAbsolutePath().toString(), "ledger", world.key.verifierKey(), "--older", "older"));
        command.addAll(List.of("--proof", "proof", "leaf"));
        Process python = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void reads_tiles_entries_checkpoints_and_a_proof() throws Exception {
        assertThat(read()).isEqualTo("holds: 790 entries");
    }

    @Test
    void finds_what_was_changed() throws Exception {
        for (String path : List.of(
                "ledger/tile/0/001",
                "ledger/tile/entries/003.p/22",
                "ledger/tile/1/000.p/3",
                "older",
                "leaf",
                "proof")) {
            byte[] whole = Files.readAllBytes(folder.resolve(path));
            byte[] changed = whole.clone();
            changed[whole.length / 3] ^= 1;
            Files.write(folder.resolve(path), changed);
            assertThat(read()).as(path).doesNotStartWith("holds");
            Files.write(folder.resolve(path), whole);
        }
        assertThat(read()).startsWith("holds");
    }
}
