package org.emishub.security.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.emishub.outside.OpensslAuthority;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.evidence.Python.Ran;
import org.emishub.security.evidence.Subject.Kind;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.member.SystemId;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.stamp.Authorities;
import org.emishub.security.stamp.StampQuestion;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.vault.ChildKey;
import org.emishub.security.witness.Cosignatures;
import org.emishub.security.witness.TestWitness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Packs of a real ledger, checked by the verifier as whoever gets them does. */
class CasePackTest {
    private static final byte[] TEXT = "id: a\nversion: 3\n".getBytes(UTF_8);
    private static final AgreementRef AGREEMENT = new AgreementRef("a", 3, Sha256.hex(TEXT));

    @TempDir
    Path folder;

    private Python python;
    private TestLedger world;
    private EntryReader reader;
    private CasePacks packs;
    private Cosignatures cosignatures;
    private long lookUp;

    @BeforeEach
    void aLedgerWithChildren() throws IOException {
        python = new Python(folder.resolve("tools"));
        world = new TestLedger(folder.resolve("hub"));
        try (PostgresLedger ledger = world.open(10, Duration.ofHours(1))) {
            for (int i = 0; i < 40; i++) {
                String child = "child-" + i % 3;
                String message = "m" + i;
                enter(ledger, draft(Event.RELEASED, message, child, "", "=1+1 \"quoted\", да"));
                enter(ledger, draft(Event.DELIVERED, message, child, "receipt: attested by the hub", ""));
            }
            lookUp = enter(ledger, draft(Event.LOOKED_UP, "ask", "child-1", "evidence export", "asked"));
        }
        reader = new EntryReader(world.database, world.vault);
        cosignatures = new Cosignatures(world.database);
        LedgerProofs proofs = new LedgerProofs(world.database, world.checkpoints, world.keys, cosignatures::published);
        packs = new CasePacks(reader, proofs, cosignatures, new Stamps(world.database));
    }

    private static long enter(PostgresLedger ledger, EntryDraft draft) {
        return ledger.commit((connection, appender) -> appender.append(draft).sequence());
    }

    private static EntryDraft draft(Event event, String message, String child, String rule, String note) {
        return new EntryDraft(
                event,
                message,
                event == Event.LOOKED_UP ? Optional.empty() : Optional.of(AGREEMENT),
                "OK",
                rule,
                Optional.of(SystemId.of("education/emis")),
                Optional.of(SystemId.of("social-protection/mis")),
                event == Event.RELEASED ? List.of("attendance.rate", "attendance.condition") : List.of(),
                1,
                "cd".repeat(32),
                new Side(child, "worker@social-protection/mis", note));
    }

    private SignedNote older() {
        return SignedNote.read(new LedgerProofs(world.database, world.checkpoints, world.keys)
                        .checkpoints()
                        .get(4))
                .orElseThrow();
    }

    private static long size(SignedNote note) {
        return TreeHead.of(note).orElseThrow().size();
    }

    private byte[] ofChild(List<Entry> entries, String from, String to) {
        Set<Long> open = entries.stream().map(Entry::sequence).collect(Collectors.toSet());
        long asked = open.contains(lookUp) ? lookUp : -1;
        return make(new Subject(Kind.CHILD, "child-1"), entries, open, asked, from, to);
    }

    private byte[] make(Subject subject, List<Entry> entries, Set<Long> open, long asked, String from, String to) {
        return make(subject, entries, open, asked, from, to, Erased.NONE);
    }

    private byte[] make(
            Subject subject, List<Entry> entries, Set<Long> open, long asked, String from, String to, Erased erased) {
        return packs.make(
                new CaseFile(
                        subject,
                        from,
                        to,
                        erased.with(entries),
                        open,
                        erased.sides().stream().map(Entry::sequence).collect(Collectors.toSet()),
                        asked,
                        Map.of(AGREEMENT.bundleHash(), TEXT),
                        Map.of("hub-" + "A".repeat(43), "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")),
                Set.of(),
                reader.find(asked < 0 ? lookUp : asked).orElseThrow().time().plusNanos(1_234_567));
    }

    private Ran verify(byte[] pack, Object... more) throws IOException {
        Path zip = Files.write(folder.resolve("pack.zip"), pack);
        Object[] all = new Object[more.length + 1];
        all[0] = zip;
        System.arraycopy(more, 0, all, 1, more.length);
        return python.verify(all);
    }

    @Test
    void a_childs_pack_is_verified_by_key_and_older_checkpoint() throws IOException {
        Path held = Files.writeString(
                folder.resolve("held"),
                new LedgerProofs(world.database, world.checkpoints, world.keys)
                        .checkpoints()
                        .get(1));
        byte[] pack = ofChild(reader.ofChild("child-1"), "", "");

        Ran ran = verify(pack, "--key", world.key.verifierKey(), "--checkpoint", held);

        assertThat(ran.out())
                .startsWith("VERIFIED")
                .contains("without a gap from its entry number 1 to number 27, which is the look-up for this pack")
                .contains("The list of 13 disclosures")
                .contains("The opened personal sides (27)")
                .doesNotContain("the history was not replaced");
        assertThat(ran.exit()).isZero();
        assertThat(ofChild(reader.ofChild("child-1"), "", ""))
                .as("one pack of the same")
                .isEqualTo(pack);
    }

    @Test
    void is_unpacked_by_an_ordinary_unzip_and_checks_itself_from_within() throws IOException {
        Path zip = Files.write(folder.resolve("pack.zip"), ofChild(reader.ofChild("child-1"), "", ""));
        python.make("import zipfile\nzipfile.ZipFile('%s').extractall('../unpacked')".formatted(zip));

        Ran ran = python.run(List.of("verify.py", "."), Map.of(), Optional.of(folder.resolve("unpacked")));

        assertThat(ran.out()).startsWith("VERIFIED");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void a_byte_changed_in_any_file_fails() throws IOException {
        Path zip = Files.write(folder.resolve("pack.zip"), ofChild(reader.ofChild("child-1"), "", ""));
        JsonNode found = JsonMapper.shared()
                .readTree(python.make(
                        """
                        import random, verify
                        files = verify.read_zip(open('%s', 'rb').read())
                        options, missed = verify.Options(), []
                        dice = random.Random(7)
                        for name in sorted(files):
                            for turn in range(2):
                                other = dict(files)
                                at = dice.randrange(len(files[name]))
                                other[name] = files[name][:at] + bytes([files[name][at] ^ 1 << dice.randrange(8)]) + files[name][at + 1:]
                                report = verify.Report()
                                report.run(verify.check_pack, other, options, report)
                                if report.exit() != 1: missed.append([name, at, report.exit()])
                        print(json.dumps({'files': len(files), 'missed': missed}))"""
                                .formatted(zip)));

        assertThat(found.path("missed")).isEmpty();
        assertThat(found.path("files").asInt()).isGreaterThan(100);
        Random dice = new Random(1);
        for (int i = 0; i < 10; i++) {
            byte[] altered = Files.readAllBytes(zip);
            altered[dice.nextInt(altered.length)] ^= (byte) (1 << dice.nextInt(8));
            assertThat(verify(altered).exit()).isEqualTo(1);
        }
    }

    @Test
    void says_who_cosigned_and_who_stamped_and_what_is_pending() throws Exception {
        OpensslAuthority authority = new OpensslAuthority(folder.resolve("tsa"), "sha256");
        TestWitness witness = new TestWitness("witness.example/w1", Instant.parse("2026-11-22T09:00:00Z"));
        TestWitness silent = new TestWitness("witness.example/w2", Instant.EPOCH);
        assertThat(verify(ofChild(reader.ofChild("child-1"), "", "")).out())
                .startsWith("VERIFIED")
                .contains("no witness cosigned any state", "no time stamp of an authority is in the pack");

        SignedNote newest = cosignatures.newest().orElseThrow();
        SignedNote older = older();
        witness.cosign(older, cosignatures);
        StampQuestion question = StampQuestion.of(older.text());
        new Stamps(world.database)
                .keep(
                        size(older),
                        question.answered(
                                authority.answer(question.bytes()),
                                new Authorities(List.of(authority.certificate("ca"))),
                                Instant.now(),
                                Duration.ofMinutes(5)));
        byte[] pack = ofChild(reader.ofChild("child-1"), "", "");
        Ran named = verify(pack);
        assertThat(named.exit()).isZero();
        assertThat(named.out())
                .contains(
                        "the witness witness.example/w1 cosigned the state of " + size(older)
                                + " entries at 2026-11-22T09:00:00Z: " + "it is named here, not checked",
                        "a time stamp in here says so, not checked",
                        "give a checkpoint from an earlier day");
        Ran checked = verify(
                pack, "--witness", witness.key(), "--witness", silent.key(), "--tsa", authority.ca(), "--lang", "en");
        assertThat(checked.out())
                .startsWith("VERIFIED")
                .contains(
                        "The witness witness.example/w1 cosigned the ledger's state of " + size(older) + " entries",
                        "The authority for the time stamped the ledger's state of " + size(older) + " entries",
                        "whose key you gave, cosigned any state in here",
                        "its cosignature was still pending",
                        "their time stamp was still pending")
                .doesNotContain("give a checkpoint from an earlier day", "not checked");
        assertThat(verify(pack, "--lang", "ru").out()).contains("не проверен");

        witness.cosign(newest, cosignatures);
        JsonNode found = JsonMapper.shared()
                .readTree(verify(ofChild(reader.ofChild("child-1"), "", ""), "--json", "--witness", witness.key())
                        .out());
        assertThat(found.path("witnesses").path(0).path("size").asLong()).isEqualTo(size(newest));
        assertThat(found.path("witnesses").path(0).path("checked").asBoolean()).isTrue();
        assertThat(found.path("stamp").path("checked").asBoolean()).isFalse();
        assertThat(found.toString()).doesNotContain("witness-pending").contains("cosigned");
    }

    @Test
    void what_a_witness_or_an_authority_that_is_asked_for_did_not_sign_fails() throws Exception {
        OpensslAuthority authority = new OpensslAuthority(folder.resolve("tsa"), "sha256");
        OpensslAuthority other = new OpensslAuthority(folder.resolve("other"), "sha256");
        TestWitness witness = new TestWitness("witness.example/w1", Instant.parse("2026-11-22T09:00:00Z"));
        SignedNote older = older();
        StampQuestion question = StampQuestion.of(older.text());
        new Stamps(world.database)
                .keep(
                        size(older),
                        question.answered(
                                authority.answer(question.bytes()),
                                new Authorities(List.of(authority.certificate("ca"))),
                                Instant.now(),
                                Duration.ofMinutes(5)));
        witness.forge(older, world.database);
        byte[] pack = ofChild(reader.ofChild("child-1"), "", "");

        assertThat(verify(pack).exit()).isZero();
        Ran forged = verify(pack, "--witness", witness.key());
        assertThat(forged.out()).startsWith("FAILED").contains("the cosignature of the witness witness.example/w1");
        assertThat(forged.exit()).isEqualTo(1);
        assertThat(verify(pack, "--tsa", authority.ca()).exit()).isZero();
        Ran stranger = verify(pack, "--tsa", other.ca());
        assertThat(stranger.out()).startsWith("FAILED").contains("does not vouch for it");
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(verify(pack, "--tsa", folder.resolve("none")).exit()).isEqualTo(2);
    }

    @Test
    void an_entry_left_out_of_a_childs_log_is_seen_though_the_hub_itself_signs() throws IOException {
        List<Entry> all = reader.ofChild("child-1");
        long gone = all.get(5).sequence();
        List<Entry> less =
                all.stream().filter(entry -> entry.sequence() != gone).toList();

        Ran ran = verify(ofChild(less, "", ""));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("gap");
        assertThat(verify(ofChild(all.subList(0, all.size() - 1), "", "")).exit())
                .as("its end cut off")
                .isEqualTo(1);
        assertThat(verify(ofChild(all.subList(0, all.size() - 1), "", "2100-01-01T00:00:00Z"))
                        .exit())
                .as("its end cut off, and a moment named that is still to come")
                .isEqualTo(1);
    }

    @Test
    void a_part_of_a_log_says_that_it_is_one() throws IOException {
        List<Entry> all = reader.ofChild("child-1");
        String to = all.get(9).time().toString();

        Ran ran = verify(ofChild(all.subList(3, 9), "2026-01-01T00:00:00Z", to));

        assertThat(ran.out())
                .startsWith("VERIFIED")
                .contains("from its entry number 4 to number 9.")
                .contains("What came before number 4")
                .contains("What came after number 9 of the child's log: the pack was asked for up to " + to);
    }

    /** A key of one year was destroyed, and the child's log goes on under that of the next. */
    @Test
    void what_was_erased_before_a_log_begins_is_told_by_its_tombstone() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-12-31T23:00:00Z"));
        String child = "child-9";
        long grave;
        long asked;
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, world.checkpoints, world.vault, now::get)) {
            enter(ledger, draft(Event.RELEASED, "m9", child, "", "before"));
            enter(ledger, draft(Event.DELIVERED, "m9", child, "receipt: attested by the hub", ""));
            now.set(Instant.parse("2026-01-02T00:00:00Z"));
            enter(ledger, draft(Event.RELEASED, "m10", child, "", "after"));
            grave = ledger.commit((connection, appender) -> {
                List<ChildKey> keys = world.vault.of(connection, child).stream()
                        .filter(key -> key.year() == 2025)
                        .toList();
                world.vault.destroy(connection, keys);
                long sequence = appender.append(tombstone(keys)).sequence();
                Tombstones.put(connection, keys, new Tombstones.Tombstone(now.get(), "RETENTION_OVER", sequence));
                return sequence;
            });
            asked = enter(ledger, draft(Event.LOOKED_UP, "ask", child, "evidence export", "asked"));
        }
        List<Entry> log = reader.ofChild(child);
        assertThat(log).hasSize(2);
        Set<Long> open = log.stream().map(Entry::sequence).collect(Collectors.toSet());
        Erased before = Erased.among(Erased.beforeFirst(log, reader).stream().toList(), asked, reader, world.database);
        assertThat(before.tombstones()).extracting(Entry::sequence).containsExactly(grave);

        Ran ran = verify(make(new Subject(Kind.CHILD, child), log, open, asked, "", "", before));
        assertThat(ran.out())
                .startsWith("VERIFIED")
                .contains("cannot be opened: erased on 2026-01-02T00:00:00.000Z, tombstone entry " + grave)
                .contains("What came before number 3 of the child's log: it was erased on 2026-01-02");
        assertThat(ran.exit()).isZero();
        Ran silent = verify(make(new Subject(Kind.CHILD, child), log, open, asked, "", ""));
        assertThat(silent.out()).startsWith("FAILED").contains("no tombstone says why");
        Erased unexplained = new Erased(before.sides(), List.of());
        assertThat(verify(make(new Subject(Kind.CHILD, child), log, open, asked, "", "", unexplained))
                        .exit())
                .isEqualTo(1);

        List<Entry> ofMessage = new java.util.ArrayList<>();
        reader.forEach(0, entry -> {
            if (new Subject(Kind.MESSAGE, "m9").names(entry)) {
                ofMessage.add(entry);
            }
        });
        Erased erased = Erased.among(ofMessage, asked, reader, world.database);
        ofMessage.add(reader.find(asked).orElseThrow());
        Ran message = verify(make(new Subject(Kind.MESSAGE, "m9"), ofMessage, Set.of(), asked, "", "", erased));
        assertThat(message.out())
                .startsWith("VERIFIED")
                .contains("The personal sides of 2 entries cannot be opened: erased on 2026-01-02");
        assertThat(Erased.among(ofMessage, grave, reader, world.database)).isEqualTo(Erased.NONE);
    }

    private static EntryDraft tombstone(List<ChildKey> keys) {
        return EntryDraft.ofHub(Event.ERASED, "erasure", "RETENTION_OVER", "", Side.NONE)
                .erasing(new EntryDraft.Erasure(
                        "", keys.stream().map(ChildKey::name).toList()));
    }

    @Test
    void who_asks_by_agreement_or_message_sees_no_side_and_no_prefix_of_one() throws IOException {
        List<Entry> entries = new java.util.ArrayList<>();
        reader.forEach(0, entries::add);
        byte[] byAgreement = make(new Subject(Kind.AGREEMENT, "a"), entries, Set.of(), lookUp, "", "");
        assertThat(new String(byAgreement, UTF_8)).doesNotContainPattern("sides/[0-9]|child-1|worker@");
        assertThat(verify(byAgreement).out())
                .startsWith("VERIFIED")
                .contains("What the personal sides of 81 entries say")
                .contains("That these are all the entries of the agreement");
        List<Entry> ofOne = entries.stream()
                .filter(entry -> new Subject(Kind.MESSAGE, "m4").names(entry) || entry.sequence() == lookUp)
                .toList();
        Ran ran = verify(make(new Subject(Kind.MESSAGE, "m4"), ofOne, Set.of(), lookUp, "", ""));
        assertThat(ran.out()).startsWith("VERIFIED").contains("Each of the 3 entries");
        assertThat(verify(make(new Subject(Kind.MESSAGE, "m5"), ofOne, Set.of(), lookUp, "", ""))
                        .exit())
                .as("of another message")
                .isEqualTo(1);
    }

    @Test
    void of_many_checkpoints_the_newest_are_there_some_older_and_those_that_the_asker_holds() {
        List<Long> many = LongStream.rangeClosed(1, 10_000).boxed().toList();

        List<String> notes = many.stream().map(size -> "log\n" + size + "\n").toList();

        ChosenCheckpoints chosen = ChosenCheckpoints.of(notes, 9_999, Set.of(4_321L));

        assertThat(chosen.bySize().keySet())
                .hasSizeBetween(395, ChosenCheckpoints.MOST + 1)
                .contains(1L, 4_321L, 9_800L, 9_999L)
                .doesNotContain(10_000L);
        assertThat(chosen.all()).isFalse();
        assertThat(ChosenCheckpoints.of(notes, 400, Set.of()).bySize()).hasSize(400);
        assertThat(ChosenCheckpoints.of(notes, 400, Set.of()).all()).isTrue();
    }

    @Test
    void a_stored_zip_is_read_by_other_tools() throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>(Map.of("a/b.txt", "да".getBytes(UTF_8), "c", new byte[0]));
        Path zip = Files.write(folder.resolve("some.zip"), StoredZip.of(files));
        try (var read = new java.util.zip.ZipFile(zip.toFile())) {
            assertThat(read.stream().map(Object::toString)).containsExactly("a/b.txt", "c");
            assertThat(read.getInputStream(read.getEntry("a/b.txt")).readAllBytes())
                    .isEqualTo("да".getBytes(UTF_8));
        }
        assertThat(python.make("import zipfile\nprint(zipfile.ZipFile('%s').testzip())".formatted(zip)))
                .isEqualTo("None");
    }
}
