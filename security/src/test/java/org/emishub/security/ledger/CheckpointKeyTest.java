package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.emishub.outside.NeedsTool;
import org.emishub.security.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeyTest {
    private final CheckpointKey key = key();

    private static CheckpointKey key() {
        try {
            return new CheckpointKey(
                    "hub.example/ledger",
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void reads_what_it_signed() {
        Checkpoint checkpoint = key.sign(7, Merkle.empty());
        Checkpoint read = key.read(checkpoint.note()).orElseThrow();
        assertThat(read.size()).isEqualTo(7);
        assertThat(read.root()).isEqualTo(Merkle.empty());
        assertThat(checkpoint.note().lines().toList())
                .startsWith("hub.example/ledger", "7", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "")
                .hasSize(5);
    }

    @Test
    void reads_no_note_that_differs_in_anything() {
        String note = key.sign(7, Merkle.empty()).note();
        for (String other : new String[] {
            note.replace("\n7\n", "\n8\n"),
            note.replace("\n7\n", "\n07\n"),
            note.replace("hub.example/ledger", "hub.example/other"),
            note.replace("47DE", "48DE"),
            note.replace("— ", "- "),
            note + note,
            note.strip(),
            key().sign(7, Merkle.empty()).note(),
            ""
        }) {
            assertThat(key.read(other)).isEmpty();
        }
    }

    @Test
    void reads_past_the_signatures_of_others_and_needs_exactly_one_of_its_own() {
        String note = key.sign(7, Merkle.empty()).note();
        String own = note.substring(note.indexOf("— "));
        String witness = "— witness.example " + Base64.getEncoder().encodeToString(new byte[76]) + "\n";
        String namesake = "— hub.example/ledger " + Base64.getEncoder().encodeToString(new byte[68]) + "\n";
        String text = note.substring(0, note.indexOf("— "));
        for (String signatures :
                new String[] {own + witness, witness + own + witness, namesake + own, own + witness.repeat(20)}) {
            assertThat(key.read(text + signatures).orElseThrow().note()).isEqualTo(text + signatures);
        }
        String forged = own.substring(0, own.length() - 10) + "AAAAAAA==\n";
        for (String signatures : new String[] {
            witness,
            namesake,
            own + own,
            own + forged,
            own + "\n" + witness,
            own + "— x\n",
            own + "— x AAAA\n",
            own + "— x AAAAAAB=\n",
            own + "— x " + "A".repeat(140_000) + "\n"
        }) {
            assertThat(key.read(text + signatures))
                    .as(signatures.substring(0, Math.min(signatures.length(), 400)))
                    .isEmpty();
        }
    }

    @Test
    void takes_only_an_ed25519_key_and_a_name_that_a_note_can_carry() throws Exception {
        var rsa = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> new CheckpointKey("hub", rsa)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CheckpointKey(
                        "a b",
                        KeyPairGenerator.getInstance("Ed25519")
                                .generateKeyPair()
                                .getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** C2SP signed-note: the signature is over the text alone, after four bytes of SHA-256(name || newline || 1 || key). */
    @Test
    @NeedsTool("openssl")
    void openssl_verifies_its_signature_from_the_verifier_key(@TempDir Path folder) throws Exception {
        String note = key.sign(42, Merkle.empty()).note();
        String[] verifier = key.verifierKey().split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(verifier[2]);
        assertThat(typed[0]).isEqualTo((byte) 1);
        byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
        byte[] id = Sha256.of((verifier[0] + "\n").getBytes(UTF_8), typed);
        assertThat(verifier[1]).isEqualTo(java.util.HexFormat.of().formatHex(id, 0, 4));
        byte[] signature = Base64.getDecoder()
                .decode(note.substring(note.lastIndexOf(' ') + 1).strip());
        assertThat(Arrays.copyOf(signature, 4)).isEqualTo(Arrays.copyOf(id, 4));
        Files.write(
                folder.resolve("key.der"), concat(java.util.HexFormat.of().parseHex("302a300506032b6570032100"), raw));
        Files.write(
                folder.resolve("text"),
                note.substring(0, note.indexOf("\n\n") + 1).getBytes(UTF_8));
        Files.write(folder.resolve("signature"), Arrays.copyOfRange(signature, 4, signature.length));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        "key.der",
                        "-rawin",
                        "-in",
                        "text",
                        "-sigfile",
                        "signature")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(openssl.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(new String(openssl.getInputStream().readAllBytes(), UTF_8)).contains("Verified Successfully");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
