package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.ledger.LedgerProofs.NotYetSigned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerProofsTest {
    @TempDir
    Path folder;

    private TestLedger world;
    private LedgerProofs proofs;

    @BeforeEach
    void aWorld() {
        world = new TestLedger(folder);
        proofs = new LedgerProofs(world.database, world.checkpoints, world.keys);
    }

    private static void fill(Ledger ledger, int entries) {
        ledger.commit((connection, appender) -> {
            for (int i = 0; i < entries; i++) {
                appender.append(TestLedger.draft("m" + i, "child-" + i % 7));
            }
            return true;
        });
    }

    private byte[] leafHash(long sequence) {
        EntryReader reader = new EntryReader(world.database, world.vault);
        return Merkle.leaf(
                CanonicalJson.bytes(reader.find(sequence).orElseThrow().leaf()));
    }

    @Test
    void proves_each_entry_against_the_newest_checkpoint() {
        try (PostgresLedger ledger = world.open()) {
            fill(ledger, 700);
        }
        for (long sequence : new long[] {0, 255, 256, 511, 512, 699}) {
            List<String> lines = proofs.proof(sequence).lines().toList();
            assertThat(lines).startsWith("c2sp.org/tlog-proof@v1", "index " + sequence);
            int blank = lines.indexOf("");
            List<byte[]> path = lines.subList(2, blank).stream()
                    .map(Base64.getDecoder()::decode)
                    .toList();
            String note = String.join("\n", lines.subList(blank + 1, lines.size())) + "\n";
            Checkpoint checkpoint = world.key.read(note).orElseThrow();
            assertThat(checkpoint.size()).isEqualTo(700);
            assertThat(MerkleProofs.included(leafHash(sequence), sequence, 700, path, checkpoint.root()))
                    .isTrue();
            assertThat(MerkleProofs.included(leafHash(1), sequence, 700, path, checkpoint.root()))
                    .isFalse();
        }
    }

    @Test
    void has_no_proof_before_the_entry_is_signed_and_none_of_what_is_not_there() {
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            fill(ledger, 3);
            assertThatThrownBy(() -> proofs.proof(1)).isInstanceOf(NotYetSigned.class);
        }
        try (PostgresLedger ledger = world.open(1_000, Duration.ofHours(1))) {
            fill(ledger, 1);
            assertThat(proofs.proof(2)).contains("\nhub.example/ledger\n3\n");
            assertThatThrownBy(() -> proofs.proof(3)).isInstanceOf(NotYetSigned.class);
            assertThatThrownBy(() -> proofs.proof(4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> proofs.proof(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void every_checkpoint_is_the_beginning_of_every_later_one() {
        try (PostgresLedger ledger = world.open(100, Duration.ofHours(1))) {
            for (int i = 0; i < 6; i++) {
                fill(ledger, 130);
            }
        }
        List<Checkpoint> notes = proofs.checkpoints().stream()
                .map(note -> world.key.read(note).orElseThrow())
                .toList();
        assertThat(notes).hasSizeGreaterThan(3).isSortedAccordingTo(java.util.Comparator.comparing(Checkpoint::size));
        for (Checkpoint old : notes) {
            for (Checkpoint young : notes) {
                if (old.size() <= young.size()) {
                    List<byte[]> proof = proofs.consistency(old.size(), young.size());
                    assertThat(MerkleProofs.consistent(old.size(), old.root(), young.size(), young.root(), proof))
                            .isTrue();
                }
            }
        }
        assertThatThrownBy(() -> proofs.consistency(0, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(5, 781)).isInstanceOf(IllegalArgumentException.class);
    }
}
