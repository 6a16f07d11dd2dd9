package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.emishub.security.hash.Sha256;
import org.emishub.security.note.SignedNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostQuantumLineTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_679_315_147);
    private static final String ORIGIN = "hub.example/ledger";

    @TempDir
    Path folder;

    private final PostQuantumLine second = new PostQuantumLine(ORIGIN, new byte[32], () -> NOW);

    /** Checks the line from its bytes alone, as C2SP tlog-cosignature has it. */
    private static boolean holds(SignedNote.Line line, byte[] message, String verifierKey) {
        byte[] typed = Base64.getDecoder().decode(verifierKey.split("\\+", 3)[2]);
        byte[] bytes = line.bytes();
        assertThat(typed[0]).isEqualTo((byte) 6);
        assertThat(bytes).hasSize(4 + 8 + 2_420);
        assertThat(ByteBuffer.wrap(bytes, 4, 8).getLong()).isEqualTo(NOW.getEpochSecond());
        byte[] id = Sha256.of((line.name() + "\n").getBytes(UTF_8), typed);
        assertThat(Arrays.copyOf(bytes, 4)).isEqualTo(Arrays.copyOf(id, 4));
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(
                false,
                new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, Arrays.copyOfRange(typed, 1, typed.length)));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(Arrays.copyOfRange(bytes, 12, bytes.length));
    }

    @Test
    void what_is_signed_is_written_byte_by_byte_as_C2SP_has_it() {
        assertThat(HexFormat.of().formatHex(PostQuantumLine.message("w", 258, "log", 7, Merkle.empty())))
                .isEqualTo(
                        "737562747265652f76310a00" // "subtree/v1\n\0"
                                + "0177" // cosigner_name
                                + "0000000000000102" // timestamp
                                + "036c6f67" // log_origin
                                + "0000000000000000" // start
                                + "0000000000000007" // end
                                + HexFormat.of().formatHex(Merkle.empty()));
    }

    @Test
    void a_ledgers_checkpoints_carry_the_line_and_are_read_without_knowing_it() {
        TestLedger world = new TestLedger(folder);
        world.keys = new CheckpointKeys(List.of(world.key), Optional.of(second));
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            for (int i = 0; i < 15; i++) {
                ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "child")));
            }
        }
        world.keys = new CheckpointKeys(world.key);
        String text = new LedgerProofs(world.database, world.checkpoints, world.keys)
                .checkpoints()
                .get(1);
        SignedNote note = SignedNote.read(text).orElseThrow();
        Checkpoint read = world.key.read(text).orElseThrow();
        assertThat(note.lines()).hasSize(2);
        byte[] message = PostQuantumLine.message(ORIGIN, NOW.getEpochSecond(), ORIGIN, read.size(), read.root());
        assertThat(holds(note.lines().get(1), message, second.verifierKey())).isTrue();
        message[message.length - 1] ^= 1;
        assertThat(holds(note.lines().get(1), message, second.verifierKey())).isFalse();
        try (PostgresLedger ledger = world.open()) {
            assertThat(ledger.verify().problem()).isEmpty();
        }
    }

    @Test
    void the_key_follows_from_its_seed_and_nothing_prints_it() {
        PostQuantumLine same = new PostQuantumLine(ORIGIN, new byte[32], () -> NOW);
        assertThat(same.verifierKey()).isEqualTo(second.verifierKey()).startsWith(ORIGIN + "+");
        assertThat(second).hasToString(second.verifierKey());
        assertThatThrownBy(() -> new PostQuantumLine(ORIGIN, new byte[31], () -> NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
