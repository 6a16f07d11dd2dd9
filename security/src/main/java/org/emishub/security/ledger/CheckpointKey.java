package org.emishub.security.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.SignerKey;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;

/** Signs checkpoints as C2SP signed notes (signature type 1, Ed25519) under the ledger's name. */
public final class CheckpointKey {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private final SignerKey key;

    /**
     * Takes the key.
     *
     * @param origin the ledger's name in the world, a schema-less URL such as {@code hub.example.org/ledger}
     * @param key Ed25519
     * @throws IllegalArgumentException when name or key cannot be used
     */
    public CheckpointKey(String origin, PrivateKey key) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("a ledger's origin is written [A-Za-z0-9._/-]+");
        }
        this.key = new SignerKey(origin, VerifierKey.NOTE, key);
    }

    /** Reads the public half of one; empty when it is none. */
    static Optional<VerifierKey> parse(String written) {
        try {
            return Optional.of(VerifierKey.read(written))
                    .filter(key -> key.type() == VerifierKey.NOTE
                            && ORIGIN.matcher(key.name()).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key with which anybody checks a checkpoint, as C2SP writes it: {@code name+id+base64(1 || key)}. */
    public String verifierKey() {
        return verifier().toString();
    }

    /** The ledger's name in the world. */
    public String origin() {
        return verifier().name();
    }

    VerifierKey verifier() {
        return key.verifierKey();
    }

    /**
     * Signs a case pack, as a note whose text no checkpoint can have.
     *
     * @param hash lower-case hex SHA-256 of its list of files
     */
    String signPack(String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a pack is signed by its SHA-256");
        }
        return note("emishub case pack v1\n" + hash + "\n", this);
    }

    /** Says, signed by both, that the other key signs after this one; no checkpoint can have such a text. */
    String handOver(CheckpointKey next) {
        return note(KeyChange.text(verifier(), next.verifier()), this, next);
    }

    Checkpoint sign(long size, byte[] root) {
        return new Checkpoint(size, root, note(new TreeHead(origin(), size, root).text(), this));
    }

    private static String note(String text, CheckpointKey... by) {
        return new SignedNote(
                        text, List.of(by).stream().map(key -> key.line(text)).toList())
                .toString();
    }

    private SignedNote.Line line(String text) {
        return verifier().line(key.sign(text.getBytes(UTF_8)));
    }

    /** Reads a checkpoint that this key signed; see {@link Checkpoint#read}. */
    Optional<Checkpoint> read(String note) {
        return Checkpoint.read(note, verifier());
    }

    @Override
    public String toString() {
        return verifierKey();
    }
}
