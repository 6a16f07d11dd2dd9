package org.emishub.security.witness;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.security.TestDatabase;
import org.emishub.security.note.SignedNote;

/** A witness whose cosignatures a test needs, without its protocol. */
public final class TestWitness {
    private final Cosigner cosigner;

    public TestWitness(String name, Instant at) {
        try {
            this.cosigner = new Cosigner(
                    name,
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                    InstantSource.fixed(at));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its verifier key. */
    public String key() {
        return cosigner.verifierKey().toString();
    }

    public void cosign(SignedNote note, Cosignatures kept) {
        kept.keep(note.with(List.of(cosigner.cosign(note))), cosigner.verifierKey());
    }

    /** A line by its name and key's id over a text that it never saw, as whoever owns the database could put there. */
    public void forge(SignedNote note, DataSource database) {
        String line = cosigner.cosign(new SignedNote(note.text() + "x\n", note.lines()))
                .toString();
        TestDatabase.execute(
                database,
                "INSERT INTO ledger_cosignature SELECT size, '%s', '%s', now() FROM ledger_checkpoint WHERE note LIKE '%s%%'"
                        .formatted(key(), line, note.text()));
    }
}
