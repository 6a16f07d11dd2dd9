package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.emishub.security.evidence.Python.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever steals a key that is retired has also the note in which it named the next one, for that is public: what he makes of them convinces nobody who knows a newer key. */
class RetiredKeyTest {
    /** Signers {@code old} and {@code new}, the note with which the one named the other, and whose ledgers have an entry of it. */
    private static final String CHANGE =
            """
            old, new = maker.Signer('.', 'old'), maker.Signer('.', 'new')
            note = maker.key_note(old, new)
            def ledger(entries, seed):
                own = maker.Ledger(entries, seed=seed)
                return own, maker.enter_key(own, note)
            def keys(own, at, size): return maker.key_changes(own, at, note, old, size)
            """;

    @TempDir
    Path folder;

    private Python python;

    @BeforeEach
    void theVerifier() throws IOException {
        python = new Python(folder.resolve("tools"));
    }

    @Test
    void a_ledger_and_a_proof() throws IOException {
        String[] made = python.make(
                        CHANGE
                                + """
                                true, at = ledger(20, 1)
                                while len(true.leaves) < 40: true.release('child-1')
                                false, later = ledger(60, 2)
                                for name, own, place, signer in (('true', true, at, new), ('false', false, later, old)):
                                    maker.write(maker.tiles(own.leaves, signer), '../' + name)
                                    open('../%s/keys.json' % name, 'wb').write(keys(own, place, place + 1))
                                open('../true.keys', 'wb').write(keys(true, at, at + 1))
                                open('../leaf', 'wb').write(false.leaves[3])
                                for size in (10, at + 1):
                                    open('../proof%d' % size, 'w').write(maker.proof(false, 3, old, size))
                                print(at + 1, old.verifier_key, new.verifier_key)""")
                .split(" ");
        String old = made[1];
        String newer = made[2];
        assertThat(python.verify(folder.resolve("true"), "--key", newer).exit()).isZero();
        assertThat(python.verify(folder.resolve("true"), "--key", old).exit()).isZero();
        Ran ledger = python.verify(folder.resolve("false"), "--key", newer);
        assertThat(ledger.exit()).isEqualTo(1);
        assertThat(ledger.out()).contains("retired before the one you gave");
        Path keys = folder.resolve("true.keys");
        Path leaf = folder.resolve("leaf");
        Ran unbound = python.verify(
                folder.resolve("proof10"), "--leaf", leaf, "--key", newer, "--keys", keys, "--lang", "ru");
        assertThat(unbound.exit()).isEqualTo(3);
        assertThat(unbound.out()).contains("выведенным из действия");
        Ran fork = python.verify(folder.resolve("proof" + made[0]), "--leaf", leaf, "--key", old, "--keys", keys);
        assertThat(fork.exit()).isEqualTo(1);
        assertThat(fork.out()).contains("Two different states of " + made[0] + " entries were signed");
    }

    @Test
    void a_pack() throws IOException {
        String[] made = python.make(
                        CHANGE
                                + """
                                own, at = ledger(60, 7)
                                pack = maker.pack(own, old, [10, 30], verifier=open('verify.py', 'rb').read())
                                pack['keys.json'] = keys(own, at, len(own.leaves))
                                open('../his.zip', 'wb').write(maker.zipped(maker.seal_pack(pack, old)))
                                print(old.verifier_key, new.verifier_key)""")
                .split(" ");
        Path pack = folder.resolve("his.zip");
        assertThat(python.verify(pack, "--key", made[0]).exit())
                .as("by who knows the retired one alone")
                .isZero();
        Ran ran = python.verify(pack, "--key", made[1]);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("retired before the one you gave");
    }

    @Test
    void the_changes_are_taken_from_beside_a_copy_that_has_none() throws IOException {
        String old = python.make(
                CHANGE
                        + """
                        own, at = ledger(20, 1)
                        while len(own.leaves) < 40: own.release('child-1')
                        maker.write(maker.tiles(own.leaves, new), '../copy')
                        open('../beside.json', 'wb').write(keys(own, at, at + 1))
                        print(old.verifier_key)""");
        Path copy = folder.resolve("copy");
        assertThat(python.verify(copy, "--key", old).exit()).isEqualTo(1);
        assertThat(python.verify(copy, "--key", old, "--keys", folder.resolve("beside.json"))
                        .exit())
                .isZero();
    }
}
