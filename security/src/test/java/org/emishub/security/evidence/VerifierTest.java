package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.emishub.security.evidence.Python.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The verifier against packs and ledgers that no Java made. */
class VerifierTest {
    @TempDir
    Path folder;

    private Python python;
    private Path pack;
    private Path ledger;
    private Path held;
    private String key;

    @BeforeEach
    void evidence() throws IOException {
        python = new Python(folder.resolve("tools"));
        key = python.make(
                """
                signer = maker.Signer('.')
                ledger = maker.Ledger(40)
                held = maker.checkpoint(signer, maker.Merkle(ledger.leaves), 20)
                maker.write({'held': held.encode(), 'key': signer.verifier_key.encode()}, '..')
                files = maker.pack(ledger, signer, [20, 30], verifier=open('verify.py', 'rb').read())
                maker.write(files, '../pack')
                open('../pack.zip', 'wb').write(maker.zipped(files))
                maker.write(maker.tiles(maker.Ledger(300).leaves, signer), '../ledger')
                print(signer.verifier_key)""");
        pack = folder.resolve("pack");
        ledger = folder.resolve("ledger");
        held = folder.resolve("held");
    }

    private JsonNode json(Object... arguments) throws IOException {
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return JsonMapper.shared().readTree(python.verify(all).out());
    }

    private static List<String> codes(JsonNode found) {
        return found.valueStream().map(one -> one.path("code").asString("")).toList();
    }

    @Test
    void says_in_plain_words_what_a_pack_proves_and_what_it_does_not() throws IOException {
        Ran ran = python.verify(pack);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .startsWith("VERIFIED\n")
                .contains(
                        "In the child's log, as it is shown here, each entry names the one before: it is without a gap from its entry number 1")
                .contains("Not proved:")
                .contains("That the key is the hub's own", "That the hub kept no second log of the child");
        assertThat(python.verify(pack, "--lang", "ru").out()).startsWith("ПРОВЕРЕНО\n");
        assertThat(python.verify(folder.resolve("pack.zip")).exit()).isZero();
    }

    @Test
    void the_older_checkpoint_and_the_key_leave_less_unproved() throws IOException {
        JsonNode found = json(pack, "--checkpoint", held, "--key", folder.resolve("key"));

        assertThat(found.path("result").asString("")).isEqualTo("verified");
        assertThat(codes(found.path("proved"))).contains("continues", "chain", "sides", "disclosures", "order");
        assertThat(codes(found.path("notProved"))).doesNotContain("no-key", "no-older");
    }

    @Test
    void packs_of_the_first_version_are_checked_as_before() throws IOException {
        python.make(
                """
                signer = maker.Signer('.')
                maker.write(maker.seal_pack(maker.pack(maker.Ledger(40), signer, [20]), signer, {'version': 1}), '../first')
                maker.write(maker.seal_pack(maker.pack(maker.Ledger(40), signer, [20]), signer, {'version': 3}), '../third')""");

        assertThat(python.verify(folder.resolve("first")).exit()).isZero();
        assertThat(python.verify(folder.resolve("third")).exit()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_opened_is_told_by_its_tombstone_and_fails_without_one() throws IOException {
        python.make(
                """
                signer = maker.Signer('.')
                def world():
                    ledger = maker.Ledger(40)
                    ledger.release('child-1')
                    ledger.erase('child-1')
                    ledger.erase('child-2')
                    for _ in range(3): ledger.release('child-1')
                    return ledger
                ledger = world()
                last = max(n for n, side in enumerate(ledger.sides) if json.loads(side)['child'] == 'child-1' and n < 44)
                files = maker.pack(ledger, signer, [20, 30])
                maker.write(files, '../later')
                message = next(n for n, side in enumerate(ledger.sides) if json.loads(side)['child'] == 'child-2')
                maker.write(maker.pack(world(), signer, [20], 'message', 'message-%d' % message), '../message')
                graves = [n for n, leaf in enumerate(ledger.leaves) if json.loads(leaf)['event'] == 'ERASED']
                def without(*names):
                    less = {name: data for name, data in files.items() if name not in names}
                    maker.tell(less)
                    return maker.seal_pack(less, signer)
                maker.write(without('leaves/%d.json' % graves[0], 'proofs/%d.txt' % graves[0]), '../no-tombstone')
                sealed = [name[6:-7] for name in files if name.endswith('.sealed') and name[:-7] + '.json' not in files]
                assert len(sealed) == 1
                gone = [name % sealed[0] for name in ('leaves/%s.json', 'proofs/%s.txt', 'sides/%s.sealed')]
                gone += ['leaves/%d.json' % graves[0], 'proofs/%d.txt' % graves[0]]
                maker.write(without(*gone), '../nothing-before')
                other = dict(files)
                name = 'sides/%s.sealed' % sealed[0]
                other[name] = other[name][:12] + bytes([other[name][12] ^ 1]) + other[name][13:]
                maker.write(maker.seal_pack(other, signer), '../another-key')""");
        Ran later = python.verify(folder.resolve("later"));
        assertThat(later.out())
                .startsWith("VERIFIED")
                .containsPattern(
                        "The personal sides of 1 entries cannot be opened: erased on 2026-[^ ]+, tombstone entry [0-9]+ ")
                .containsPattern("What came before number [0-9]+ of the child's log: it was erased on 2026");
        assertThat(later.exit()).isZero();
        Ran message = python.verify(folder.resolve("message"), "--lang", "ru");
        assertThat(message.out()).startsWith("ПРОВЕРЕНО").contains("стёрты 2026");
        JsonNode erased = json(folder.resolve("message")).path("erased").path(0);
        assertThat(erased.path("entry").asLong()).isPositive();
        assertThat(erased.path("reason").asString("")).isEqualTo("NO_LONGER_NECESSARY");
        assertThat(python.verify(folder.resolve("no-tombstone")).out())
                .startsWith("FAILED")
                .contains("no entry in the pack says that its key was destroyed");
        assertThat(python.verify(folder.resolve("nothing-before")).out())
                .startsWith("FAILED")
                .contains("no tombstone says why");
        assertThat(python.verify(folder.resolve("another-key")).out()).startsWith("FAILED");
    }

    @Test
    void checks_a_whole_ledger_by_its_tiles() throws IOException {
        JsonNode found = json(ledger, "--key", key);

        assertThat(found.path("exit").asInt(-1)).isZero();
        assertThat(codes(found.path("proved"))).contains("tree");
        assertThat(python.verify(ledger).exit()).isEqualTo(3);
        Files.writeString(ledger.resolve("key"), key + "\n");
        assertThat(python.verify(ledger).exit()).isZero();
        assertThat(codes(json(ledger, "--checkpoint", held, "--key", key).path("proved")))
                .contains("continues");
    }

    @Test
    void checks_one_proof_with_its_entry() throws IOException {
        Path leaf;
        try (var leaves = Files.list(pack.resolve("leaves"))) {
            leaf = leaves.sorted().findFirst().orElseThrow();
        }
        Path proof =
                pack.resolve("proofs").resolve(leaf.getFileName().toString().replace(".json", ".txt"));

        assertThat(python.verify(proof, "--leaf", leaf, "--key", key).exit()).isZero();
        assertThat(python.verify(proof, "--key", key).exit()).isEqualTo(3);
        Files.writeString(leaf, Files.readString(leaf).replace("\"withheld\":2", "\"withheld\":1"));
        assertThat(python.verify(proof, "--leaf", leaf, "--key", key).exit()).isEqualTo(1);
    }

    @Test
    void a_proof_that_a_held_checkpoint_does_not_bind_is_not_decided() throws IOException {
        python.make(
                """
                signer = maker.Signer('.')
                def proof(name, leaves, size):
                    merkle = maker.Merkle(leaves)
                    path = ''.join(maker.b64(hash) + '\\n' for hash in merkle.path(7, 0, size))
                    note = maker.checkpoint(signer, merkle, size)
                    maker.write({name: ('c2sp.org/tlog-proof@v1\\nindex 7\\n' + path + '\\n' + note).encode(), name + '.leaf': leaves[7],
                                 name + '.held': note.encode()}, '..')
                ours, other = maker.Ledger(40).leaves, maker.Ledger(41, seed=9).leaves
                proof('ours', ours, 40), proof('other', other, 40), proof('longer', other, 41), proof('shorter', ours, 20)
                maker.write({'vk': signer.verifier_key.encode()}, '..')""");
        Path vk = folder.resolve("vk");
        Path bound = folder.resolve("ours.held");

        JsonNode same =
                json(folder.resolve("ours"), "--leaf", folder.resolve("ours.leaf"), "--key", vk, "--checkpoint", bound);
        assertThat(codes(same.path("proved"))).contains("continues");
        assertThat(codes(same.path("notProved"))).doesNotContain("no-older");
        JsonNode alone = json(folder.resolve("ours"), "--leaf", folder.resolve("ours.leaf"), "--key", vk);
        assertThat(codes(alone.path("notProved"))).contains("no-older");
        JsonNode fork = json(
                folder.resolve("other"), "--leaf", folder.resolve("other.leaf"), "--key", vk, "--checkpoint", bound);
        assertThat(codes(fork.path("failures"))).containsExactly("fork");
        for (String name : List.of("longer", "shorter")) {
            JsonNode found = json(
                    folder.resolve(name), "--leaf", folder.resolve(name + ".leaf"), "--key", vk, "--checkpoint", bound);
            assertThat(found.path("exit").asInt(-1)).as(name).isEqualTo(3);
            assertThat(codes(found.path("undecided"))).as(name).containsExactly("proof-older");
        }
        assertThat(codes(json(
                                folder.resolve("longer"),
                                "--leaf",
                                folder.resolve("ours.leaf"),
                                "--key",
                                vk,
                                "--checkpoint",
                                bound)
                        .path("failures")))
                .as("what fails is said first")
                .containsExactly("proof");
    }

    @Test
    void in_a_ledgers_folder_lies_nothing_that_is_not_checked_and_no_link() throws IOException {
        for (String name : List.of("disclosures.csv", "sides/999.json", "tile.txt", "checkpoint9", ".hidden")) {
            Path beside = ledger.resolve(name);
            Files.createDirectories(beside.getParent());
            Files.writeString(beside, "forged");
            assertThat(codes(json(ledger, "--key", key).path("failures")))
                    .as(name)
                    .containsExactly("file-beside");
            Files.delete(beside);
        }
        Files.delete(ledger.resolve("sides"));
        for (String name : List.of("cosigned", "stamped", "stamped.tsr")) {
            Files.writeString(ledger.resolve(name), "from elsewhere");
        }
        Path given = Files.copy(held, ledger.resolve("my-checkpoint"));
        JsonNode found = json(ledger, "--key", key, "--checkpoint", given);
        assertThat(found.path("exit").asInt(-1)).isZero();
        assertThat(codes(found.path("notProved"))).contains("not-read");
        assertThat(python.verify(ledger, "--key", key).exit()).as("not given").isEqualTo(1);
        Files.delete(given);

        Files.move(ledger.resolve("tile"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(ledger.resolve("tile"), folder.resolve("elsewhere"));
        assertThat(codes(json(ledger, "--key", key).path("failures"))).containsExactly("path");
    }

    /** The pack's list is taken away, and a true ledger's tiles are laid beside what was forged. */
    @Test
    void a_pack_that_is_turned_into_a_ledger_does_not_pass() throws IOException {
        for (String name : List.of("pack.json", "pack.sig", "checkpoints.txt")) {
            Files.delete(pack.resolve(name));
        }
        Files.writeString(pack.resolve("disclosures.csv"), "forged");
        Files.copy(ledger.resolve("checkpoint"), pack.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(ledger.resolve("tile"), pack.resolve("tile"));

        assertThat(python.verify(pack, "--key", key, "--checkpoint", held).exit())
                .isEqualTo(1);
    }

    /** An entry of the first version commits neither to its note nor to its chain: both could be chosen when a pack is made. */
    @Test
    void an_entry_of_the_first_version_has_no_chain_and_comes_after_none_that_is_later() throws IOException {
        python.make(
                """
                signer = maker.Signer('.')
                def first(ledger, n):
                    leaf = {**json.loads(ledger.leaves[n]), 'version': 1}
                    del leaf['side']
                    ledger.leaves[n] = maker.jcs(leaf)
                def write(name, ledger, **about):
                    maker.write(maker.pack(ledger, signer, [], **about), '../' + name)
                    maker.write({**maker.tiles(ledger.leaves, signer), 'key': signer.verifier_key.encode()}, '../' + name + '-ledger')
                def unchained(*versions):
                    ledger = maker.Ledger(0)
                    for n, version in enumerate(versions):
                        ledger.append('VIEWED', 'message', '', agreement=True)
                        if version == 1: first(ledger, n)
                    return ledger
                chained = maker.Ledger(0)
                chained.append('VIEWED', 'message', 'child-1')
                first(chained, 0)
                chained.heads['child-1'] = (1, maker.sha(b'\\0' + chained.leaves[0]).hex(), 0)
                chained.release('child-1')
                write('chained', chained)
                write('late', unchained(1, 2, 1), kind='agreement', subject='social-protection.attendance')
                write('early', unchained(1, 1, 2), kind='agreement', subject='social-protection.attendance')""");

        assertThat(codes(json(folder.resolve("chained")).path("failures"))).containsExactly("gap");
        assertThat(codes(json(folder.resolve("late")).path("failures"))).containsExactly("leaf");
        assertThat(codes(json(folder.resolve("late-ledger")).path("failures"))).containsExactly("leaf");
        for (String name : List.of("early", "early-ledger")) {
            assertThat(codes(json(folder.resolve(name)).path("failures")))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void a_zip_beside_what_was_unpacked_is_let_pass_when_it_is_the_same() throws IOException {
        Files.copy(folder.resolve("pack.zip"), pack.resolve("pack.zip"));
        assertThat(python.verify(pack).exit()).isZero();
        byte[] zip = Files.readAllBytes(pack.resolve("pack.zip"));
        zip[10] ^= 1;
        Files.write(pack.resolve("pack.zip"), zip);
        assertThat(python.verify(pack).exit()).isEqualTo(1);
    }

    @Test
    void refuses_links_and_names_that_lead_elsewhere_and_zips_that_blow_up() throws IOException {
        Path linked = pack.resolve("README.txt");
        Files.move(linked, folder.resolve("README.txt"));
        Files.createSymbolicLink(linked, folder.resolve("README.txt"));
        assertThat(codes(json(pack).path("failures"))).containsExactly("path");

        python.make(
                """
                import zipfile
                def write(name, entries, method=zipfile.ZIP_STORED):
                    with zipfile.ZipFile('../' + name, 'w', method) as z:
                        for entry, data in entries: z.writestr(entry, data)
                write('slip.zip', [('../../evil', b'x')])
                write('absolute.zip', [('/etc/evil', b'x')])
                write('bomb.zip', [('README.txt', b'\\0' * (200 << 20))], zipfile.ZIP_DEFLATED)
                write('twice.zip', [('README.txt', b'a'), ('README.txt', b'b')])
                good = open('../pack.zip', 'rb').read()
                open('../cut.zip', 'wb').write(good[:len(good) // 2])
                open('../head.zip', 'wb').write(b'PK')
                open('../nothing.zip', 'wb').write(b'')""");
        for (String name : List.of("slip", "absolute", "bomb", "twice", "cut", "head", "nothing")) {
            Ran ran = python.verify(folder.resolve(name + ".zip"));
            assertThat(ran.exit()).as(name).isEqualTo(1);
            assertThat(ran.out() + ran.err()).as(name).doesNotContain("Traceback");
        }
    }

    @Test
    void a_wrong_call_is_one_and_without_openssl_nothing_is_decided() throws IOException {
        assertThat(python.verify().exit()).isEqualTo(2);
        assertThat(python.verify(folder.resolve("nowhere")).exit()).isEqualTo(2);
        assertThat(python.verify(pack, "--lang", "xx").exit()).isEqualTo(2);
        assertThat(python.verify(pack, "--checkpoint", "nowhere").exit()).isEqualTo(2);
        Ran without = python.verify(pack, "--openssl", "no-such-program");
        assertThat(without.exit()).isEqualTo(3);
        assertThat(without.out()).startsWith("CANNOT DECIDE").contains("openssl");
        assertThat(python.verify(pack, "--openssl", "true").exit())
                .as("a program that says yes to all")
                .isEqualTo(3);
    }

    /** Windows looks there first, and so does a PATH with an empty part. */
    @Test
    void an_openssl_that_lies_where_it_is_run_is_not_asked() throws IOException {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path beside = Files.writeString(here.resolve("openssl"), "#!/bin/sh\necho Signature Verified Successfully\n");
        assertThat(beside.toFile().setExecutable(true)).isTrue();

        Ran ran = python.run(
                List.of(python.verifier.toString(), "../pack.zip"),
                Map.of("PATH", ":" + System.getenv("PATH")),
                Optional.of(here));

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("The program openssl");
    }

    @Test
    void what_fails_is_said_even_when_signatures_cannot_be_checked() throws IOException {
        Files.writeString(pack.resolve("README.txt"), "another");

        assertThat(python.verify(pack, "--openssl", "no-such-program").exit()).isEqualTo(1);
    }

    @Test
    void says_what_a_terminal_must_not_be_told() throws IOException {
        Files.writeString(pack.resolve("\u001b[31mred"), "x");

        assertThat(python.verify(pack).out()).doesNotContain("\u001b");
    }

    /** Windows has no UTF-8 by itself, and a file may be run from anywhere. */
    @Test
    void runs_from_within_the_pack_in_any_locale() throws IOException {
        Ran ran = python.run(
                List.of("verify.py", ".", "--lang", "ru"),
                Map.of("PYTHONIOENCODING", "ascii", "LC_ALL", "C", "PYTHONUTF8", "0"),
                Optional.of(pack));

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).startsWith("ПРОВЕРЕНО");
    }

    /** Python looks for its library beside a program first, and a file there can say whatever it likes. */
    @Test
    void nothing_that_lies_beside_it_takes_the_place_of_pythons_library() throws IOException {
        List<String> library = List.of(python.make(
                        """
                        import ast
                        tree = ast.parse(open('verify.py').read())
                        print(' '.join(sorted(n.name.split('.')[0] for d in ast.walk(tree) if isinstance(d, ast.Import) for n in d.names)))""")
                .split(" "));
        assertThat(library).contains("argparse", "os", "sys", "json");

        for (String module : library) {
            Path beside =
                    Files.writeString(pack.resolve(module + ".py"), "import sys\nprint('VERIFIED')\nsys.exit(0)\n");
            for (List<String> how : List.of(List.of("verify.py", "."), List.of("-I", "verify.py", "."))) {
                // An empty part of it means the folder in which Python is run; for what Python needs before any program
                // only -I helps.
                Map<String, String> path = module.equals("argparse") ? Map.of("PYTHONPATH", "/nowhere:") : Map.of();
                Ran ran = python.run(how, path, Optional.of(pack));

                assertThat(ran.exit()).as("%s %s: %s", module, how, ran.err()).isEqualTo(1);
                assertThat(ran.out()).startsWith("FAILED").contains(module + ".py: the file is not one of the pack");
            }
            Files.delete(beside);
        }
        assertThat(python.run(List.of("-I", "verify.py", "."), Map.of(), Optional.of(pack))
                        .exit())
                .isZero();
    }

    @Test
    void what_is_given_in_the_place_of_checkpoints_is_walked_once() throws IOException {
        assertThat(
                        python.make(
                                """
                                import time, verify
                                note = open('../held', 'rb').read()
                                assert verify.split_notes((note + b'\\n') * 3) == [note] * 3
                                assert verify.split_notes(note + b'\\n' + note) == [note] * 2
                                most = verify.MOST_NOTE_BYTES
                                longest = note[:-1].ljust(most - 1, b'A') + b'\\n'
                                assert verify.split_notes((longest + b'\\n') * 2) == [longest] * 2
                                assert verify.split_notes(longest[:-1] + b'A\\n') is None
                                verify.MOST_NOTES = 1_000
                                assert len(verify.split_notes((note + b'\\n') * 1_000)) == 1_000
                                assert verify.split_notes((note + b'\\n') * 1_001) is None
                                verify.MOST_NOTES = 100_000
                                began = time.process_time()
                                for hostile in (b'a\\n' * 5_000_000, b'a' * 10_000_000, b'a\\n\\n' * 3_000_000, note[:-1] * 50_000,
                                                (b'a\\n' * 10_000 + b'\\n') * 500, (note + b'\\n') * 20_000 + b'a\\n' * 5_000_000):
                                    assert verify.split_notes(hostile) is None
                                assert verify.canonical_object(b'{"a":' + b'9' * 5_000_000 + b'}') is None
                                print(time.process_time() - began < 5)"""))
                .isEqualTo("True");
        Files.writeString(ledger.resolve("checkpoints.txt"), "a\n".repeat(60_000));
        assertThat(codes(json(ledger, "--key", key).path("failures"))).containsExactly("note");
    }

    /** The hub itself, or who stole its key, shows an earlier look-up of the child again, under the newest checkpoint. */
    @Test
    void what_came_after_an_earlier_look_up_cannot_be_left_out_by_showing_that_look_up_again() throws IOException {
        python.make(
                """
                signer = maker.Signer('.')
                ledger = maker.Ledger(40)
                maker.pack(ledger, signer, [20])
                earlier = len(ledger.leaves) - 1
                for _ in range(130): ledger.release('child-1')
                of_child = ledger.of_child
                ledger.of_child = lambda child: [n for n in of_child(child) if n <= earlier]
                files = maker.pack(ledger, signer, [20], look_up=False)
                def write(name, **changed):
                    other = dict(files)
                    maker.write(maker.seal_pack(other, signer, changed), '../' + name)
                write('stale', lookUp=earlier, made=json.loads(ledger.leaves[-1])['time'])
                write('dated', lookUp=earlier, made=json.loads(ledger.leaves[earlier])['time'])
                write('endless')
                write('future', to='2100-01-01T00:00:00Z')
                write('past', to='2026-11-22T09:00:00Z')
                write('undated', lookUp=earlier, made='')
                write('noday', lookUp=earlier, made='2026-02-30T10:00:00Z')
                write('wildcard', lookUp=earlier, made=json.loads(ledger.leaves[earlier])['time'], subject={'kind': 'child'})
                of_all = maker.pack(ledger, signer, [20], kind='agreement', subject='social-protection.attendance')
                maker.write(maker.seal_pack(of_all, signer, {'subject': {'kind': 'message'}}), '../everything')""");

        assertThat(codes(json(folder.resolve("stale")).path("failures"))).containsExactly("look-up");
        assertThat(codes(json(folder.resolve("endless")).path("failures"))).containsExactly("look-up");
        assertThat(codes(json(folder.resolve("future")).path("failures"))).containsExactly("look-up");
        for (String name : List.of("undated", "noday", "wildcard", "everything")) {
            assertThat(codes(json(folder.resolve(name)).path("failures")))
                    .as(name)
                    .containsExactly("pack-json");
        }
        assertThat(python.verify(folder.resolve("past")).out())
                .startsWith("VERIFIED")
                .contains("about the child child-1, up to 2026-11-22T09:00:00Z", "What came after number");
        Ran dated = python.verify(folder.resolve("dated"));
        assertThat(dated.out())
                .as("what is shown with its true date says so")
                .startsWith("VERIFIED")
                .contains("The pack is about the child child-1. It was asked for at 2026-11-01T10:00:")
                .contains("says nothing of what came after")
                .contains("Anything that came after 2026-11-01T10:00:");
        assertThat(python.verify(folder.resolve("dated"), "--lang", "ru").out()).contains("о том, что было после");
    }

    @Test
    void is_written_for_python_3_9_and_imports_nothing_but_its_library() throws IOException {
        assertThat(
                        python.make(
                                """
                                import ast, sys
                                tree = ast.parse(open('verify.py').read(), feature_version=(3, 9))
                                names = {n.name.split('.')[0] for d in ast.walk(tree) if isinstance(d, ast.Import) for n in d.names}
                                assert not [d for d in ast.walk(tree) if isinstance(d, ast.ImportFrom)]
                                print(sorted(names - set(sys.stdlib_module_names)))"""))
                .isEqualTo("[]");
    }

    @Test
    void every_word_is_there_in_both_languages() throws IOException {
        assertThat(
                        python.make(
                                """
                                import verify, re
                                slots = lambda text: sorted(re.findall(r'\\{(\\w+)\\}', text))
                                used = set(re.findall(r'(?:Failed|Undecided)\\("([a-z-]+)"|\\(\\("([a-z-]+)", \\{', open('verify.py').read()))
                                used = {a or b for a, b in used}
                                print(used - set(verify.TEXTS), [k for k, (en, ru) in verify.TEXTS.items() if slots(en) != slots(ru)])"""))
                .isEqualTo("set() []");
    }

    @Test
    @OutsideMaterial
    void gives_the_answers_of_the_rfc_6962_vectors_and_refuses_what_is_altered_in_them() throws IOException {
        assertThat(python.verify(Vectors.folder("merkle-rfc6962"), "--vectors").exit())
                .isZero();
        int altered = 0;
        for (Path file : Vectors.files("merkle-rfc6962")) {
            ObjectNode good = (ObjectNode) Vectors.json(file);
            for (ObjectNode bad : altered(good)) {
                Path to = folder.resolve("bad").resolve(altered++ + ".json");
                Files.createDirectories(to.getParent());
                Files.write(to, JsonMapper.shared().writeValueAsBytes(bad.put("wantErr", true)));
            }
        }
        assertThat(altered).isGreaterThan(80);
        Ran ran = python.verify(folder.resolve("bad"), "--vectors");
        assertThat(ran.out()).startsWith("VERIFIED");
        assertThat(ran.exit()).isZero();
    }

    private static List<ObjectNode> altered(ObjectNode good) {
        List<ObjectNode> all = new java.util.ArrayList<>();
        boolean inclusion = good.has("leafIdx");
        for (String number : inclusion ? List.of("leafIdx", "treeSize") : List.of("size1", "size2")) {
            long value = good.get(number).asLong();
            // A size that is smaller may be one for which the same path holds, as an index is not.
            all.add(good.deepCopy().put(number, -1 - value));
            all.add(good.deepCopy().put(number, value + (1L << 40)));
            all.add(good.deepCopy().put(number, value + ".0"));
        }
        for (String hash : inclusion ? List.of("root", "leafHash") : List.of("root1", "root2")) {
            String value = good.get(hash).asString();
            all.add(good.deepCopy().put(hash, (value.charAt(0) == 'A' ? 'B' : 'A') + value.substring(1)));
            all.add(good.deepCopy().put(hash, ""));
            all.add(good.deepCopy().put(hash, value.substring(4)));
        }
        ObjectNode longer = good.deepCopy();
        proof(longer).add(good.get(inclusion ? "root" : "root2").asString());
        all.add(longer);
        ObjectNode first = good.deepCopy();
        proof(first).insert(0, good.get(inclusion ? "root" : "root2").asString());
        all.add(first);
        if (good.get("proof") instanceof ArrayNode path && !path.isEmpty()) {
            ObjectNode shorter = good.deepCopy();
            proof(shorter).remove(0);
            all.add(shorter);
            ObjectNode cut = good.deepCopy();
            proof(cut).set(0, path.get(0).asString().substring(4));
            all.add(cut);
        }
        return all;
    }

    private static ArrayNode proof(ObjectNode vector) {
        return vector.get("proof") instanceof ArrayNode path ? path : vector.putArray("proof");
    }
}
