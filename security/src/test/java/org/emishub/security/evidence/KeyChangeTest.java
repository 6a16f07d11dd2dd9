package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.security.evidence.Python.Ran;
import org.emishub.security.evidence.Subject.Kind;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.CheckpointKeys;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.KeyHandover;
import org.emishub.security.ledger.LedgerFiles;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ledger whose key changed twice, each time between two lives of its hub, checked by the verifier as whoever holds one of the keys does. */
class KeyChangeTest {
    private final CheckpointKey second = TestLedger.key();
    private final CheckpointKey third = TestLedger.key();

    @TempDir
    Path folder;

    private Python python;
    private TestLedger world;
    private LedgerProofs proofs;
    private Path copy;
    private Path older;

    @BeforeEach
    void aLedgerWithThreeKeys() throws IOException {
        python = new Python(folder.resolve("tools"));
        world = new TestLedger(folder.resolve("hub"));
        live(world.key);
        older = Files.writeString(
                folder.resolve("older"), proofs().checkpoints().get(0));
        change(world.key, second);
        live(second);
        change(second, third);
        live(third);
        lookUp();
        proofs = proofs();
        new LedgerFiles(world.database, world.keys, folder.resolve("hub/ledger"), note -> note).publish();
        copy = folder.resolve("copy");
        LedgerFiles.copy(folder.resolve("hub/ledger"), copy);
        Files.writeString(copy.resolve("checkpoints.txt"), String.join("\n", proofs.checkpoints()) + "\n");
        Files.writeString(copy.resolve("key"), proofs.verifierKey() + "\n");
    }

    private LedgerProofs proofs() {
        return new LedgerProofs(world.database, world.checkpoints, world.keys);
    }

    private void live(CheckpointKey... held) {
        world.keys = new CheckpointKeys(List.of(held));
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            for (int i = 0; i < 15; i++) {
                ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "the child")));
            }
        }
    }

    private void change(CheckpointKey... held) {
        world.keys = new CheckpointKeys(List.of(held));
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            new KeyHandover(ledger, world.keys).handOver("somebody", "once a year");
        }
    }

    private void lookUp() {
        EntryDraft asked = EntryDraft.ofHub(
                Event.LOOKED_UP, "ask", "evidence export", "", new EntryDraft.Side("the child", "auditor", "asked"));
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            ledger.commit((connection, appender) -> appender.append(asked));
        }
    }

    private Path pack() throws IOException {
        EntryReader reader = new EntryReader(world.database, world.vault);
        List<Entry> entries = reader.ofChild("the child");
        Set<Long> open = entries.stream().map(Entry::sequence).collect(Collectors.toSet());
        long last = entries.get(entries.size() - 1).sequence();
        Subject child = new Subject(Kind.CHILD, "the child");
        CaseFile file = new CaseFile(child, "", "", entries, open, Set.of(), last, Map.of(), Map.of());
        byte[] pack = new CasePacks(reader, proofs, new Cosignatures(world.database), new Stamps(world.database))
                .make(file, Set.of(), Instant.now());
        return Files.write(folder.resolve("pack.zip"), pack);
    }

    /** What the verifier says of the copy after somebody replaced the file that tells of the keys by what this program makes of {@code changes}. */
    private Ran forged(String program, Object... arguments) throws IOException {
        python.make(
                """
                path = '%s'
                listing = json.load(open(path))
                changes = listing['changes']
                thief = maker.Signer('.', 'thief')
                """
                                .formatted(copy.resolve("keys.json"))
                        + program
                        + "\nopen(path, 'wb').write(maker.jcs(listing))");
        Object[] all = new Object[arguments.length + 1];
        all[0] = copy;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return python.verify(all);
    }

    @Test
    void whoever_holds_one_of_the_keys_follows_them_to_the_newest() throws IOException {
        for (String key : List.of(world.key.verifierKey(), second.verifierKey(), third.verifierKey())) {
            for (Path checked : List.of(copy, pack())) {
                Ran ran = python.verify(checked, "--key", key, "--checkpoint", older);
                assertThat(ran.out()).startsWith("VERIFIED").contains("The ledger's key changed (times: 2)");
                assertThat(ran.exit()).isZero();
            }
        }
        assertThat(python.verify(copy).exit()).isZero();
        assertThat(python.verify(pack(), "--lang", "ru").out()).contains("Ключ журнала менялся (раз: 2)");
    }

    @Test
    void a_proof_is_checked_with_an_older_key_and_how_the_keys_followed() throws IOException {
        Path proof = Files.writeString(folder.resolve("proof"), proofs.proof(3));
        Path leaf = Files.writeString(
                folder.resolve("leaf"),
                new EntryReader(world.database, world.vault)
                        .find(3)
                        .orElseThrow()
                        .leaf()
                        .toString());
        String first = world.key.verifierKey();
        Path keys = copy.resolve("keys.json");
        assertThat(python.verify(proof, "--leaf", leaf, "--key", first, "--keys", keys)
                        .exit())
                .isZero();
        assertThat(python.verify(proof, "--leaf", leaf, "--key", first).exit()).isEqualTo(1);
    }

    @Test
    void a_key_that_is_none_of_them_fails() throws IOException {
        String stranger = TestLedger.key().verifierKey();
        assertThat(python.verify(copy, "--key", stranger).exit()).isEqualTo(1);
        assertThat(python.verify(pack(), "--key", stranger).exit()).isEqualTo(1);
    }

    @Test
    void without_the_changes_only_the_newest_key_is_believed_and_not_what_others_signed() throws IOException {
        Files.delete(copy.resolve("keys.json"));
        assertThat(python.verify(copy, "--key", world.key.verifierKey()).exit()).isEqualTo(1);
        assertThat(python.verify(copy, "--key", third.verifierKey()).exit()).isEqualTo(1);
    }

    @Test
    void a_thief_who_names_himself_next_fails() throws IOException {
        // Signed by the thief alone, and by the thief under the owner's key.
        Ran ran = forged(
                """
                old = changes[0]['note'].split('\\n')[1]
                text = 'emishub ledger key v1\\n%s\\n%s\\n' % (old, thief.verifier_key)
                changes[0]['note'] = thief.note(text)
                del changes[1:]""",
                "--key", world.key.verifierKey());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("not signed with " + world.key.verifierKey());
    }

    @Test
    void a_change_that_the_key_before_signed_over_no_checkpoint_fails() throws IOException {
        // A stolen key signs that the thief's follows; the entry that says so stands in a ledger of the thief's own.
        Ran ran = forged(
                """
                owner = maker.Signer('.', 'owner')
                text = 'emishub ledger key v1\\n%s\\n%s\\n' % (owner.verifier_key, thief.verifier_key)
                note = owner.note(text) + thief.note(text).rpartition('\\n\\n')[2]
                own = maker.Ledger(4)
                at = own.append('KEY_CHANGED', 'x', '', rule='key: checkpoint, handed over')
                leaf = json.loads(own.leaves[at]); leaf['contentHash'] = maker.sha(note.encode()).hex()
                own.leaves[at] = maker.jcs(leaf)
                merkle = maker.Merkle(own.leaves)
                size = len(own.leaves)
                proof = 'c2sp.org/tlog-proof@v1\\nindex %d\\n%s\\n' % (at, ''.join(maker.b64(h) + '\\n' for h in merkle.path(at, 0, size)))
                change = {'note': note, 'leaf': own.leaves[at].decode(), 'proof': proof + maker.checkpoint(thief, merkle, size)}
                whole = dict(change, proof=proof + maker.checkpoint(owner, merkle, size))
                maker.write({name: data for name, data in maker.tiles(own.leaves, thief).items()}, '../thief')
                open('../thief/keys.json', 'wb').write(maker.jcs({'version': 1, 'changes': [change]}))
                open('../whole.json', 'wb').write(maker.jcs({'version': 1, 'changes': [whole]}))
                open('../thief/key', 'w').write(owner.verifier_key)""");
        Path thief = folder.resolve("thief");
        Ran unsigned = python.verify(thief, "--key", thief.resolve("key"));
        assertThat(unsigned.out()).contains("keys.json: not a signed note");
        assertThat(unsigned.exit()).isEqualTo(1);
        // The same with the checkpoint that the owner signed goes through up to there: only that was wrong.
        Files.move(
                folder.resolve("whole.json"),
                thief.resolve("keys.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(python.verify(thief, "--key", thief.resolve("key")).out()).doesNotContain("keys.json");
        assertThat(ran.exit()).as("the ledger itself, left alone").isZero();
    }

    @Test
    void a_change_whose_parts_are_exchanged_left_out_or_altered_fails() throws IOException {
        String before = Files.readString(copy.resolve("keys.json"));
        for (String program : List.of(
                "changes.reverse()",
                "del changes[0]",
                "del changes[1]",
                "changes.append(changes[0])",
                "changes[0]['proof'] = changes[1]['proof']",
                "changes[0]['leaf'] = changes[1]['leaf']",
                "changes[0]['leaf'] = changes[0]['leaf'].replace('KEY_CHANGED', 'RELEASED')",
                "changes[0]['note'] = changes[1]['note']",
                "changes[0]['proof'] = changes[0]['proof'].replace('index 15', 'index 14')",
                "listing['changes'] = []",
                "listing['more'] = 1")) {
            Files.writeString(copy.resolve("keys.json"), before);
            assertThat(forged(program, "--key", world.key.verifierKey()).exit())
                    .as(program)
                    .isEqualTo(1);
        }
        Files.writeString(copy.resolve("keys.json"), before);
        assertThat(forged("listing['version'] = 2").exit())
                .as("of a later version")
                .isEqualTo(3);
    }

    @Test
    void changes_that_do_not_lead_to_the_given_key_are_not_worked_through() throws IOException {
        Ran stranger = python.verify(copy, "--key", TestLedger.key().verifierKey(), "--openssl", "/bin/false");
        assertThat(stranger.out()).contains("another key than the one you gave");
        assertThat(forged("changes[:] = changes * 51", "--key", world.key.verifierKey())
                        .out())
                .contains("it is not written as one");
    }

    @Test
    void a_retired_key_signs_nothing_more() throws IOException {
        TestLedger thief = new TestLedger(folder.resolve("thief"));
        thief.keys = new CheckpointKeys(world.key);
        try (PostgresLedger ledger = thief.open(10, Duration.ofHours(1))) {
            for (int i = 0; i < 20; i++) {
                ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "the child")));
            }
        }
        Path late = Files.writeString(
                folder.resolve("late"),
                new LedgerProofs(thief.database, thief.checkpoints, thief.keys)
                        .checkpoints()
                        .get(1));
        Ran ran = python.verify(copy, "--checkpoint", late);
        assertThat(ran.out()).contains("not signed with " + second.verifierKey());
        assertThat(ran.exit()).isEqualTo(1);
    }
}
