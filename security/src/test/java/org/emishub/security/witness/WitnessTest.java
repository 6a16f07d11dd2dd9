package org.emishub.security.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.emishub.outside.NeedsTool;
import org.emishub.security.envelope.Tool;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.Witness.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Cosigner COSIGNER = cosigner();

    @TempDir
    Path folder;

    private final TestLog log = new TestLog("hub.example/ledger");

    private static Cosigner cosigner() {
        try {
            return new Cosigner(
                    "witness.example/w1",
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                    InstantSource.fixed(NOW));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Witness witness() {
        return new Witness(new KeptCheckpoints(folder), COSIGNER, List.of(log.key()), InstantSource.fixed(NOW));
    }

    private static SignedNote cosigned(TestLog log, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return SignedNote.read(log.note() + answer.body()).orElseThrow();
    }

    @Test
    void cosigns_the_first_checkpoint_and_each_that_continues_it() {
        int held = 0;
        for (int size : new int[] {0, 1, 2, 3, 7, 8, 9, 64, 100, 100, 257}) {
            log.grow(size - log.leaves.size(), "entry");
            SignedNote note = cosigned(log, witness().add(log.request(held)));
            assertThat(Cosignature.at(note, COSIGNER.verifierKey())).contains(NOW);
            assertThat(new KeptCheckpoints(folder)
                            .newest(log.origin)
                            .orElseThrow()
                            .toString())
                    .isEqualTo(note.toString());
            held = size;
        }
    }

    @Test
    @NeedsTool("openssl")
    void openssl_verifies_its_cosignature() throws Exception {
        SignedNote note = cosigned(log.grow(5, "entry"), witness().add(log.request(0)));
        byte[] line = note.lines().get(1).bytes();
        VerifierKey key = COSIGNER.verifierKey();
        Files.write(
                folder.resolve("key.der"),
                org.bouncycastle.util.Arrays.concatenate(
                        HexFormat.of().parseHex("302a300506032b6570032100"), key.key()));
        Files.writeString(
                folder.resolve("message"), "cosignature/v1\ntime " + NOW.getEpochSecond() + "\n" + note.text());
        Files.write(folder.resolve("signature"), Arrays.copyOfRange(line, 12, 76));
        assertThat(Tool.run(
                        folder,
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
                        "message",
                        "-sigfile",
                        "signature"))
                .contains("Verified Successfully");
        assertThat(key.toString())
                .isEqualTo("witness.example/w1+" + HexFormat.of().formatHex(line, 0, 4) + "+"
                        + Base64.getEncoder()
                                .encodeToString(org.bouncycastle.util.Arrays.concatenate(new byte[] {4}, key.key())));
    }

    @Test
    void says_which_size_it_holds_to_who_does_not_know() {
        assertThat(witness().add(log.grow(5, "entry").request(3))).isEqualTo(Answer.holds(0));
        cosigned(log, witness().add(log.request(0)));
        Answer answer = witness().add(log.grow(5, "entry").request(0));
        assertThat(answer).isEqualTo(new Answer(409, "text/x.tlog.size", "5\n"));
        cosigned(log, witness().add(log.request(5)));
        assertThat(witness().add(log.request(5))).isEqualTo(Answer.holds(10));
    }

    @Test
    void cosigns_no_other_history() {
        TestLog base = log.grow(5, "entry");
        cosigned(base, witness().add(base.request(0)));
        TestLog other = new TestLog("x").grow(5, "other");
        // Another tree of the same size, a tree that is not a continuation, a proof of another one, and none.
        String forged = base.note(5, other.root());
        assertThat(witness().add(TestLog.request(5, List.of(), forged)).status())
                .isEqualTo(409);
        other.grow(4, "other");
        assertThat(witness()
                        .add(TestLog.request(5, other.proof(5), base.note(9, other.root())))
                        .status())
                .isEqualTo(422);
        TestLog longer = base.fork().grow(4, "entry");
        assertThat(witness()
                        .add(TestLog.request(5, other.proof(5), longer.note()))
                        .status())
                .isEqualTo(422);
        assertThat(witness().add(TestLog.request(5, List.of(), longer.note())).status())
                .isEqualTo(422);
        assertThat(new KeptCheckpoints(folder)
                        .newest(log.origin)
                        .flatMap(TreeHead::of)
                        .orElseThrow()
                        .size())
                .isEqualTo(5);
        // What the log signed and the witness refused is evidence.
        assertThat(own("refused.txt")).content().isEqualTo("old 5\n\n" + forged + "\n");
        assertThat(own("unproven.txt")).content().contains(longer.note()).doesNotContain(forged);
        cosigned(longer, witness().add(longer.request(5)));
    }

    private Path own(String name) {
        return folder.resolve(KeptCheckpoints.folderOf(log.origin)).resolve(name);
    }

    @Test
    void whoever_sends_what_is_held_again_adds_nothing_however_often() throws Exception {
        SignedNote first = cosigned(log.grow(5, "entry"), witness().add(log.request(0)));
        for (int i = 0; i < 1_000; i++) {
            assertThat(Cosignature.at(cosigned(log, witness().add(log.request(5))), COSIGNER.verifierKey()))
                    .contains(NOW);
        }
        // With a proof that proves nothing, where none is needed.
        assertThat(witness()
                        .add(TestLog.request(5, List.of(new byte[32]), log.note()))
                        .status())
                .isEqualTo(422);
        assertThat(own("2026-11-22.txt")).content().isEqualTo(first + "\n");
        assertThat(own("refused.txt")).doesNotExist();
        assertThat(own("unproven.txt")).doesNotExist();
    }

    @Test
    void whoever_sends_the_logs_own_notes_with_junk_accuses_nobody_and_fills_nothing() throws Exception {
        cosigned(log.grow(5, "entry"), witness().add(log.request(0)));
        TestLog longer = log.fork().grow(4, "entry");
        String text = longer.note().substring(0, longer.note().indexOf("\n\n") + 1);
        for (int i = 0; i < 100; i++) {
            String note = longer.note()
                    + longer.line(text)
                    + new TestLog("junk.example/" + i).line(text).repeat(60);
            byte[] junk = new byte[32];
            new Random(i).nextBytes(junk);
            assertThat(witness().add(TestLog.request(5, List.of(junk), note)).status())
                    .isEqualTo(422);
        }
        assertThat(own("refused.txt")).doesNotExist();
        assertThat(own("unproven.txt")).content().isEqualTo("old 5\n\n" + longer.note() + "\n");

        String forged = log.note(5, new TestLog("x").grow(5, "other").root());
        for (int i = 0; i < 3; i++) {
            witness().add(TestLog.request(5, List.of(), forged + new TestLog("junk.example/" + i).line(text)));
        }
        assertThat(own("refused.txt")).content().isEqualTo("old 5\n\n" + forged + "\n");
    }

    @Test
    void of_what_was_not_proven_the_newer_is_kept_and_of_what_contradicts_the_first() throws Exception {
        cosigned(log.grow(5, "entry"), witness().add(log.request(0)));
        StringBuilder much = new StringBuilder();
        for (int i = 6; much.length() < 1 << 20; i++) {
            much.append("old 5\n\n").append(log.note(i, new byte[32])).append('\n');
        }
        Files.writeString(own("unproven.txt"), much);
        Files.writeString(own("refused.txt"), much);
        String unproven = log.fork().grow(4, "other").note();
        assertThat(witness().add(TestLog.request(5, List.of(), unproven)).status())
                .isEqualTo(422);
        assertThat(witness()
                        .add(TestLog.request(5, List.of(), log.note(5, new byte[32])))
                        .status())
                .isEqualTo(409);

        String kept = Files.readString(own("unproven.txt"));
        assertThat(kept).startsWith("old 5\n\n").endsWith(unproven + "\n");
        assertThat(kept.length()).isBetween(much.length() / 2 - 1_000, much.length() / 2 + 1_000);
        assertThat(AddCheckpoint.read(
                        kept.substring(0, kept.indexOf("\n\nold ") + 1).getBytes(UTF_8)))
                .isPresent();
        assertThat(own("refused.txt")).content().isEqualTo(much.toString());
    }

    @Test
    void what_a_witness_wrote_itself_it_does_not_read_again_before_it_adds_to_it() throws Exception {
        Witness one = witness();
        cosigned(log.grow(5, "entry"), one.add(log.request(0)));
        long before = Files.size(own("2026-11-22.txt"));
        // Whoever read the day from its beginning would find no note there.
        try (RandomAccessFile day = new RandomAccessFile(own("2026-11-22.txt").toFile(), "rw")) {
            day.write('\n');
        }
        SignedNote second = cosigned(log.grow(2, "entry"), one.add(log.request(5)));
        assertThat(Files.size(own("2026-11-22.txt"))).isEqualTo(before + (second + "\n").getBytes(UTF_8).length);
    }

    @Test
    void cosigns_nothing_impossible() {
        assertThat(witness()
                        .add(TestLog.request(0, List.of(), log.note(0, new byte[32])))
                        .status())
                .isEqualTo(422);
        log.grow(3, "entry");
        assertThat(witness()
                        .add(TestLog.request(0, List.of(new byte[32]), log.note()))
                        .status())
                .isEqualTo(422);
        assertThat(witness().add(log.request(0)).status()).isEqualTo(200);
        assertThat(witness().add(TestLog.request(4, List.of(), log.note())).status())
                .isEqualTo(400);
    }

    @Test
    void believes_only_the_keys_that_it_was_given_for_the_origin() {
        TestLog stranger = new TestLog("stranger.example/log").grow(3, "entry");
        assertThat(witness().add(stranger.request(0)).status()).isEqualTo(404);
        TestLog impostor = new TestLog(log.origin).grow(3, "entry");
        assertThat(witness().add(impostor.request(0)).status()).isEqualTo(403);
        // Unknown keys beside a known one are no harm; a false line of a known one is.
        log.grow(3, "entry");
        String text = log.note().substring(0, log.note().indexOf("\n\n") + 1);
        String both = log.note() + impostor.line(text);
        assertThat(witness().add(TestLog.request(0, List.of(), both)).status()).isEqualTo(200);
        String spoilt = log.note() + log.line("other text");
        assertThat(witness().add(TestLog.request(3, List.of(), spoilt)).status())
                .isEqualTo(403);
        String kept =
                new KeptCheckpoints(folder).newest(log.origin).orElseThrow().toString();
        assertThat(kept).doesNotContain(impostor.line(text));
    }

    @Test
    void decides_nothing_that_is_not_written_as_a_request_is() {
        String good = new String(log.grow(3, "entry").request(0), UTF_8);
        List<String> broken = new ArrayList<>(List.of(
                "",
                "old 0\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "old  0"),
                good.replace("old 0\n", "old 0\r\n"),
                good.replace("old 0", "new 0"),
                good.replace("old 0\n", "old 0\nnot base64\n"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n\n", "old 0\n"),
                good.replace("old 0\n", "old 0\n" + "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n".repeat(64)),
                good.substring(0, good.length() - 1),
                good.replace("\n3\n", "\n03\n")));
        broken.forEach(text -> assertThat(witness().add(text.getBytes(UTF_8)).status())
                .as(text)
                .isEqualTo(400));
        byte[] notUtf8 = good.getBytes(UTF_8);
        notUtf8[good.indexOf('—') + 1] = (byte) 0xff;
        assertThat(witness().add(notUtf8).status()).isEqualTo(400);
        assertThat(witness().add(Arrays.copyOf(notUtf8, 200_000)).status()).isEqualTo(400);
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] mutated = good.getBytes(UTF_8);
            mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(witness().add(mutated).status()).isIn(400, 403, 404, 409, 422);
        }
    }

    @Test
    void knows_what_it_cosigned_after_its_power_was_cut() throws Exception {
        cosigned(log.grow(5, "entry"), witness().add(log.request(0)));
        Path own = folder.resolve(KeptCheckpoints.folderOf(log.origin));
        // Half a note was being written to the day's file, and the newest was not yet in its place.
        Files.writeString(own.resolve("2026-11-22.txt"), log.note().substring(0, 90), StandardOpenOption.APPEND);
        Files.writeString(own.resolve("checkpoint.new"), "half");
        cosigned(log.grow(2, "entry"), witness().add(log.request(5)));
        KeptCheckpoints kept = new KeptCheckpoints(folder);
        assertThat(kept.ofSize(log.origin, 5)).isPresent();
        assertThat(kept.ofSize(log.origin, 7)).isPresent();
        assertThat(kept.ofSize(log.origin, 6)).isEmpty();
        // A witness that forgot must not sign.
        Files.writeString(own.resolve("checkpoint"), "");
        assertThatThrownBy(() -> witness().add(log.request(0))).hasMessageContaining("is no checkpoint");
    }

    /** Of many requests at once for two histories, none of one is cosigned after one of the other. */
    @Test
    void never_cosigns_both_of_two_histories_whoever_comes_first() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                TestLog base = log.fork().grow(1, "round" + round);
                Path own = folder.resolve("round" + round);
                KeptCheckpoints kept = new KeptCheckpoints(own);
                Callable<Witness> made =
                        () -> new Witness(kept, COSIGNER, List.of(log.key()), InstantSource.fixed(NOW));
                made.call().add(base.request(0));
                List<TestLog> forks = new ArrayList<>();
                List<Callable<Boolean>> requests = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    TestLog fork = base.fork().grow(1 + i % 4, i % 2 == 0 ? "this" : "that");
                    forks.add(fork);
                    requests.add(() -> made.call().add(fork.request(1)).status() == 200);
                }
                List<Future<Boolean>> answers = threads.invokeAll(requests);
                List<TestLog> cosigned = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    if (answers.get(i).get()) {
                        cosigned.add(forks.get(i));
                    }
                }
                // All named size 1 as what is held: whoever came first was the only one.
                assertThat(cosigned).hasSize(1);
                assertThat(kept.newest(log.origin)
                                .flatMap(TreeHead::of)
                                .orElseThrow()
                                .root())
                        .isEqualTo(cosigned.get(0).root());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tells_how_a_checkpoint_stands_to_what_it_holds() {
        KeptCheckpoints kept = new KeptCheckpoints(folder);
        TestLog five = log.fork().grow(5, "entry");
        assertThat(compare(five, Optional.empty())).isEqualTo(Comparison.NOTHING_HELD);
        cosigned(five, witness().add(five.request(0)));
        TestLog nine = five.fork().grow(4, "entry");
        assertThat(compare(nine, Optional.empty())).isEqualTo(Comparison.UNPROVEN);
        assertThat(compare(nine, AddCheckpoint.read(nine.request(5)))).isEqualTo(Comparison.CONTINUES);
        assertThat(compare(nine, AddCheckpoint.read(nine.request(4)))).isEqualTo(Comparison.UNPROVEN);
        TestLog otherFive = log.fork().grow(5, "other");
        TestLog otherNine = otherFive.fork().grow(4, "other");
        assertThat(compare(otherFive, Optional.empty())).isEqualTo(Comparison.CONTRADICTS);
        assertThat(compare(otherNine, AddCheckpoint.read(otherNine.request(5))))
                .as("anybody may send a proof that is none")
                .isEqualTo(Comparison.UNPROVEN);
        cosigned(nine, witness().add(nine.request(5)));
        assertThat(compare(nine, Optional.empty())).isEqualTo(Comparison.SAME);
        assertThat(compare(five, Optional.empty())).isEqualTo(Comparison.EARLIER);
        assertThat(compare(otherFive, Optional.empty())).isEqualTo(Comparison.CONTRADICTS);
        assertThat(compare(log.fork().grow(4, "entry"), Optional.empty())).isEqualTo(Comparison.UNPROVEN);
        TestLog otherKey = new TestLog(log.origin).grow(9, "entry");
        assertThat(compare(otherKey, Optional.empty())).isEqualTo(Comparison.UNKNOWN_KEY);
        assertThat(compare(new TestLog("other.example/log").grow(9, "entry"), Optional.empty()))
                .isEqualTo(Comparison.NOT_SIGNED);
        String falsely = nine.note().replace("\n9\n", "\n8\n");
        assertThat(compare(falsely, Optional.empty())).isEqualTo(Comparison.NOT_SIGNED);
        String unknownBeside = otherKey.note().substring(otherKey.note().lastIndexOf("\n\n") + 2);
        assertThat(compare(falsely + unknownBeside, Optional.empty()))
                .as("a false line of a known key")
                .isEqualTo(Comparison.NOT_SIGNED);
        String byNobodyOfThatName = nine.note().replace("— " + log.origin, "— other.example/log");
        assertThat(compare(byNobodyOfThatName, Optional.empty())).isEqualTo(Comparison.NOT_SIGNED);
        assertThat(kept.newest(log.origin).flatMap(TreeHead::of).orElseThrow().size())
                .isEqualTo(9);
    }

    private Comparison compare(TestLog came, Optional<AddCheckpoint> proof) {
        return compare(came.note(), proof);
    }

    private Comparison compare(String note, Optional<AddCheckpoint> proof) {
        return Comparison.of(
                SignedNote.read(note).orElseThrow(), proof, new KeptCheckpoints(folder), List.of(log.key()));
    }
}
