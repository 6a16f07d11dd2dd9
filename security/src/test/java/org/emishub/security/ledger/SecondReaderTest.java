package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.emishub.outside.NeedsTool;
import org.emishub.security.json.CanonicalJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others than we read our files, checkpoints and proofs: Go's own transparency-log packages, and a reader written from the texts of C2SP in Python. */
class SecondReaderTest {
    private static final Path READERS =
            Path.of("src/test/resources/org/emishub/security/ledger").toAbsolutePath();

    /** Where Debian's package golang-golang-x-mod-dev puts them. */
    private static final Path GO_PACKAGES = Path.of("/usr/share/gocode");

    @TempDir
    Path folder;

    private TestLedger world;

    @BeforeEach
    void aLedger() throws Exception {
        world = new TestLedger(folder);
        grow(90);
        Files.copy(world.checkpoints.resolve("checkpoint"), folder.resolve("older"));
        grow(700);
        new LedgerFiles(world.database, world.keys, folder.resolve("ledger")).publish();
        Files.writeString(
                folder.resolve("proof"), new LedgerProofs(world.database, world.checkpoints, world.keys).proof(345));
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
        return said(new ProcessBuilder(
                "python3",
                READERS.resolve("tlog_reader.py").toString(),
                "ledger",
                world.key.verifierKey(),
                "--older",
                "older",
                "--proof",
                "proof",
                "leaf"));
    }

    private String said(ProcessBuilder command) throws Exception {
        Process running =
                command.directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(running.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    @Test
    @NeedsTool("go")
    void the_packages_of_go_read_tiles_checkpoints_and_a_proof() throws Exception {
        assumeTrue(
                Files.isDirectory(GO_PACKAGES.resolve("src/golang.org/x/mod/sumdb")),
                "golang-golang-x-mod-dev is not installed");
        ProcessBuilder build =
                new ProcessBuilder("go", "build", "-o", folder.resolve("reader").toString(), "reader.go");
        build.environment()
                .putAll(Map.of(
                        "GO111MODULE",
                        "off",
                        "GOPATH",
                        GO_PACKAGES.toString(),
                        "GOCACHE",
                        folder.resolve("gocache").toString()));
        Files.copy(READERS.resolve("go/reader.go"), folder.resolve("reader.go"));
        assertThat(said(build)).isEmpty();
        ProcessBuilder reader =
                new ProcessBuilder("./reader", "ledger", world.key.verifierKey(), "older", "proof", "leaf");
        assertThat(said(reader)).isEqualTo("holds: 790 entries");
        byte[] tile = Files.readAllBytes(folder.resolve("ledger/tile/0/001"));
        tile[100] ^= 1;
        Files.write(folder.resolve("ledger/tile/0/001"), tile);
        assertThat(said(reader)).startsWith("does not hold");
    }

    @Test
    @NeedsTool({"python3", "openssl"})
    void reads_tiles_entries_checkpoints_and_a_proof() throws Exception {
        assertThat(read()).isEqualTo("holds: 790 entries");
    }

    @Test
    @NeedsTool({"python3", "openssl"})
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
