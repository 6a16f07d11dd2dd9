package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.emishub.security.TestDatabase;
import org.emishub.security.ledger.LedgerFiles;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's side: a real ledger and a real witness. */
class CosignaturesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void publishes_the_ledgers_note_with_what_its_witnesses_said() throws Exception {
        TestLedger test = new TestLedger(folder);
        Cosigner first = cosigner("witness.example/w1");
        Cosigner second = cosigner("witness.example/w2");
        VerifierKey log = VerifierKey.read(test.key.verifierKey());
        Witness one = new Witness(new KeptCheckpoints(folder.resolve("w1")), first, List.of(log), CLOCK);
        Witness two = new Witness(new KeptCheckpoints(folder.resolve("w2")), second, List.of(log), CLOCK);
        Cosignatures kept = new Cosignatures(test.database);
        LedgerProofs proofs = new LedgerProofs(test.database, test.checkpoints, test.keys);
        try (PostgresLedger ledger = test.open(1, Duration.ofHours(1))) {
            assertThat(kept.newest()).isEmpty();
            enter(ledger, 3);
            SignedNote note = kept.newest().orElseThrow();
            assertThat(log.signed(note)).isTrue();
            take(
                    kept,
                    first,
                    note,
                    one.add(new AddCheckpoint(0, List.of(), note).toString().getBytes(UTF_8)));
            enter(ledger, 7);
            SignedNote longer = kept.newest().orElseThrow();
            assertThat(longer.lines()).hasSize(1);
            long from = size(note);
            AddCheckpoint request = new AddCheckpoint(from, proofs.consistency(from, size(longer)), longer);
            take(kept, first, longer, one.add(request.toString().getBytes(UTF_8)));
            take(
                    kept,
                    second,
                    longer,
                    two.add(new AddCheckpoint(0, List.of(), longer).toString().getBytes(UTF_8)));
            // A second answer for the same checkpoint changes nothing.
            take(
                    kept,
                    first,
                    longer,
                    one.add(new AddCheckpoint(size(longer), List.of(), longer)
                            .toString()
                            .getBytes(UTF_8)));

            SignedNote published = kept.newestCosigned().orElseThrow();
            assertThat(published.text()).isEqualTo(longer.text());
            assertThat(published.lines()).hasSize(3);
            assertThat(log.signed(published)).isTrue();
            assertThat(Cosignature.at(published, first.verifierKey())).contains(CLOCK.instant());
            assertThat(Cosignature.at(published, second.verifierKey())).contains(CLOCK.instant());
            assertThat(kept.published(longer.toString())).isEqualTo(published.toString());
            assertThat(kept.published(published.toString())).isEqualTo(published.toString());
            assertThat(kept.newestCosigned(second.verifierKey()).map(CosignaturesTest::size))
                    .contains(size(longer));
            assertThat(ledger.verify().problem()).isEmpty();
        }
    }

    @Test
    void what_a_witness_says_later_is_in_the_published_file_and_in_proofs() throws Exception {
        TestLedger test = new TestLedger(folder);
        Cosignatures kept = new Cosignatures(test.database);
        Cosigner cosigner = cosigner("witness.example/w1");
        Path published = folder.resolve("ledger/checkpoint");
        LedgerProofs proofs = new LedgerProofs(test.database, test.checkpoints, test.keys, kept::published);
        try (PostgresLedger ledger = test.open(1, Duration.ofHours(1));
                LedgerFiles files =
                        new LedgerFiles(test.database, test.keys, folder.resolve("ledger"), kept::published)) {
            enter(ledger, 3);
            files.publish();
            SignedNote note = kept.newest().orElseThrow();
            assertThat(published).hasContent(note.toString());
            assertThat(proofs.proof(1)).endsWith("\n\n" + note);

            kept.keep(note.with(List.of(cosigner.cosign(note))), cosigner.verifierKey());
            files.publish();
            SignedNote cosigned = SignedNote.read(Files.readString(published)).orElseThrow();
            assertThat(Cosignature.at(cosigned, cosigner.verifierKey())).contains(CLOCK.instant());
            assertThat(proofs.proof(1)).endsWith("\n\n" + cosigned);
            assertThat(proofs.proofs(List.of(0L, 2L)).checkpoint()).isEqualTo(cosigned.toString());
            assertThat(files.verify().problem()).isEmpty();

            enter(ledger, 1);
            files.publish();
            assertThat(published).hasContent(kept.newest().orElseThrow().toString());
        }
        LedgerFiles anew = new LedgerFiles(test.database, test.keys, folder.resolve("ledger"), kept::published);
        SignedNote newest = kept.newest().orElseThrow();
        kept.keep(newest.with(List.of(cosigner.cosign(newest))), cosigner.verifierKey());
        anew.publish();
        assertThat(published).hasContent(kept.newest().orElseThrow().toString());
        assertThat(kept.newest().orElseThrow().lines()).hasSize(2);
    }

    @Test
    void keeps_no_line_that_is_not_the_witnesses_own() throws Exception {
        TestLedger test = new TestLedger(folder);
        Cosignatures kept = new Cosignatures(test.database);
        try (PostgresLedger ledger = test.open(1, Duration.ofHours(1))) {
            enter(ledger, 1);
            SignedNote note = kept.newest().orElseThrow();
            VerifierKey stranger = cosigner("witness.example/w1").verifierKey();
            assertThatThrownBy(() -> kept.keep(note, stranger)).isInstanceOf(IllegalArgumentException.class);
            SignedNote.Line line = cosigner("witness.example/w1").cosign(note);
            assertThatThrownBy(() -> kept.keep(note.with(List.of(line)), stranger))
                    .isInstanceOf(IllegalArgumentException.class);
            Cosigner cosigner = cosigner("witness.example/w1");
            kept.keep(note.with(List.of(cosigner.cosign(note))), cosigner.verifierKey());
            assertThatThrownBy(() -> TestDatabase.execute(test.database, "DELETE FROM ledger_cosignature"))
                    .hasStackTraceContaining("append-only");
        }
    }

    private static void enter(PostgresLedger ledger, int entries) throws InterruptedException {
        long size = ledger.size();
        for (int i = 0; i < entries; i++) {
            ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "child")));
        }
        while (ledger.checkpoint()
                .flatMap(SignedNote::read)
                .filter(note -> size(note) == size + entries)
                .isEmpty()) {
            Thread.sleep(10);
        }
    }

    private static long size(SignedNote note) {
        return TreeHead.of(note).orElseThrow().size();
    }

    private static void take(Cosignatures kept, Cosigner by, SignedNote note, Witness.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        kept.keep(note.with(SignedNote.lines(answer.body()).orElseThrow()), by.verifierKey());
    }

    private static Cosigner cosigner(String name) throws Exception {
        return new Cosigner(
                name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(), CLOCK);
    }
}
