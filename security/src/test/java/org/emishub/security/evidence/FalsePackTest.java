package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.emishub.security.evidence.Python.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs and ledgers that whoever holds the ledger's key made to hide something: each is well-formed and signed. */
class FalsePackTest {
    private static final long MOST = 64L << 20;

    /** A signer, a ledger, a state of it that an auditor holds, and how entries are left out of a pack. */
    private static final String WORLD =
            """
            import base64, datetime, hashlib, struct, subprocess
            signer, own = maker.Signer('.'), maker.Ledger(300)
            held = maker.checkpoint(signer, maker.Merkle(own.leaves), 200)
            maker.write({'held': held.encode(), 'key': signer.verifier_key.encode()}, '..')
            def write(name, files, **fields):
                open('../%s.zip' % name, 'wb').write(maker.zipped(maker.seal_pack(files, signer, fields)))
            def shown(files):
                return sorted(int(name[7:-5]) for name in files if name.startswith('leaves/'))
            def without(files, sequences):
                gone = {'%s/%d.%s' % (folder, n, kind) for n in sequences
                        for folder, kind in (('leaves', 'json'), ('proofs', 'txt'), ('sides', 'json'), ('sides', 'sealed'))}
                left = {name: data for name, data in files.items() if name not in gone}
                maker.tell(left)
                return left
            """;

    @TempDir
    Path folder;

    private Python python;

    @BeforeEach
    void theVerifier() throws IOException {
        python = new Python(folder.resolve("tools"));
    }

    private Ran verify(String name, Object... more) throws IOException {
        Object[] all = new Object[more.length + 5];
        System.arraycopy(more, 0, all, 5, more.length);
        all[0] = folder.resolve(name);
        all[1] = "--key";
        all[2] = folder.resolve("key");
        all[3] = "--checkpoint";
        all[4] = folder.resolve("held");
        return python.verify(all);
    }

    private void refused(String name, String why, Object... more) throws IOException {
        Ran ran = verify(name, more);
        assertThat(ran.out()).as(name).contains(why);
        assertThat(ran.exit()).as(name).isEqualTo(1);
    }

    @Test
    void a_log_cannot_be_cut_at_its_beginning_by_what_the_pack_says_of_itself() throws IOException {
        python.make(
                WORLD
                        + """
                        files = maker.pack(own, signer, [50, 200])
                        less = without(files, shown(files)[:40])
                        write('cut', dict(less))
                        write('first', dict(less), version=1)
                        write('true', dict(less), version=True)
                        write('since', dict(less), **{'from': '1970-01-01T00:00:00Z'})
                        part = without(files, shown(files)[-40:])
                        write('upto', dict(part), lookUp=-1, to='2026-11-22T10:00:00Z', made='2026-11-22T10:00:00Z')
                        write('never', dict(part), lookUp=-1, to='9999-19-39T29:00:00Z')""");
        refused("cut.zip", "the log begins at number 41, and no tombstone says why");
        refused("first.zip", "the log begins at number 41, and no tombstone says why");
        refused("true.zip", "pack.json is not what it must be");
        refused("never.zip", "pack.json is not what it must be");
        assertThat(verify("since.zip").out())
                .contains("Anything outside of the time from 1970-01-01T00:00:00Z to …")
                .contains("What came before number 41 of the child's log");
        assertThat(verify("upto.zip").out())
                .contains("Whether entries of that time are left out at either end cannot be told from it");
    }

    @Test
    void a_look_up_that_is_not_chained_is_no_log() throws IOException {
        python.make(
                WORLD
                        + """
                        salt, place = os.urandom(32), len(own.leaves)
                        side = maker.jcs({'version': 2, 'salt': salt.hex(), 'child': 'child-1', 'actor': 'auditor', 'note': 'looked up'})
                        sealed = struct.pack('>BIQ', 1, 2026, 9) + os.urandom(47)
                        leaf = {**json.loads(own.leaves[-1]), 'sequence': place, 'event': 'LOOKED_UP', 'time': '2026-11-22T10:00:00.000Z', 'fields': [],
                                'messageIdHash': maker.sha(b'ask').hex(), 'rule': 'evidence export', 'side': maker.commit(salt, 'side', side),
                                'child': maker.commit(salt, 'child', b'child-1'), 'actor': maker.commit(salt, 'actor', b'auditor'),
                                'sideHash': maker.sha(sealed).hex()}
                        leaf.pop('agreement', None)
                        own.leaves.append(maker.jcs(leaf)); own.sides.append(side); own.sealed.append(sealed)
                        files = maker.pack(own, signer, [50, 200], look_up=False)
                        proof = 'c2sp.org/tlog-proof@v1\\nindex %d\\n' % place
                        proof += ''.join(maker.b64(hash) + '\\n' for hash in maker.Merkle(own.leaves).path(place, 0, len(own.leaves))) + '\\n'
                        alone = without(files, shown(files))
                        alone.update({'leaves/%d.json' % place: own.leaves[place], 'sides/%d.json' % place: side, 'sides/%d.sealed' % place: sealed,
                                      'proofs/%d.txt' % place: proof.encode() + files['checkpoint']})
                        alone.pop('agreements/%s.yaml' % maker.BUNDLE)
                        maker.tell(alone)
                        write('alone', alone, lookUp=place, made='2026-11-22T10:00:00Z')""");
        refused("alone.zip", "it is not chained");
    }

    @Test
    void a_tombstone_of_a_key_that_still_opens_explains_nothing() throws IOException {
        python.make(
                WORLD
                        + """
                        slot = own.slots['child-1']
                        grave = own.append('ERASED', 'erasure', '', rule='NO_LONGER_NECESSARY', erased=['2026/%d' % slot])
                        files = maker.pack(own, signer, [50, 200])
                        hidden = shown(files)[:-5]
                        left, last, merkle, size = without(files, hidden), hidden[-1], maker.Merkle(own.leaves), len(own.leaves)
                        for n in (last, grave):
                            proof = 'c2sp.org/tlog-proof@v1\\nindex %d\\n' % n + ''.join(maker.b64(hash) + '\\n' for hash in merkle.path(n, 0, size))
                            left.update({'leaves/%d.json' % n: own.leaves[n], 'proofs/%d.txt' % n: proof.encode() + b'\\n' + files['checkpoint']})
                        left['sides/%d.sealed' % last] = own.sealed[last]
                        maker.tell(left)
                        write('grave', left)""");
        refused("grave.zip", "it is opened, and entry 300 says that its key was destroyed");
    }

    @Test
    void the_time_of_a_stamp_is_what_the_authority_signed() throws IOException {
        String authority = python.make(
                WORLD
                        + """
                        tsa = maker.Authority('../tsa')
                        files = maker.pack(own, signer, [50, 200, 256], authority=tsa)
                        def der(tag, body):
                            length = len(body).to_bytes((len(body).bit_length() + 7) // 8, 'big')
                            return bytes([tag]) + (length if len(body) < 128 else bytes([0x80 | len(length)]) + length) + body
                        def inside(data, at):
                            more = data[at + 1] & 0x7f if data[at + 1] & 0x80 else 0
                            length = int.from_bytes(data[at + 2:at + 2 + more], 'big') if more else data[at + 1]
                            return at + 2 + more, at + 2 + more + length
                        answer = files['checkpoint.tsr']
                        begin, end = inside(answer, 0)
                        first, behind = inside(answer, begin)
                        # PKIStatusInfo (RFC 3161, section 2.4.2) is signed by nobody, and statusString may say anything.
                        for name, words in (('time', b'ok\\nTime stamp: Nov 27 18:49:40 2031 GMT\\nx'), ('text', b'ok\\nMessage data:\\n    0000 - 00 00\\nx')):
                            status = der(0x30, answer[first:behind] + der(0x30, der(0x0c, words)))
                            files['checkpoint.tsr'] = der(0x30, status + answer[behind:end])
                            write(name, dict(files))
                        print(tsa.ca)""");
        assertThat(verify("time.zip", "--tsa", folder.resolve("tools").resolve(authority))
                        .out())
                .contains("The authority for the time stamped the ledger's state of 256 entries at 20")
                .doesNotContain("2031");
        assertThat(verify("text.zip", "--tsa", folder.resolve("tools").resolve(authority))
                        .exit())
                .isZero();
    }

    @Test
    void no_certificate_vouches_for_itself() throws IOException {
        python.make(
                WORLD
                        + """
                        def made(name, subject):
                            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', name + '.key', '-out', name, '-days', '9000',
                                            '-subj', '/CN=' + subject], check=True, capture_output=True)
                            return open(name, 'rb').read()
                        authority, his = made('ca.pem', 'Registry'), made('his.pem', 'education emis')
                        kid = base64.urlsafe_b64encode(hashlib.sha256(base64.b64decode(b''.join(his.split(b'\\n')[1:-2]))).digest()).rstrip(b'=').decode()
                        files = maker.pack(own, signer, [50, 200])
                        write('two', {**files, 'certificates/authority.pem': authority + his, 'certificates/education.emis-%s.pem' % kid: his})
                        write('named', {**files, 'certificates/authority.pem': authority, 'certificates/education.emis.pem': b'anything'})""");
        refused("two.zip", "certificates/authority.pem: not the certificate that it is to be");
        refused("named.zip", "certificates/education.emis.pem");
    }

    @Test
    void other_keys_than_the_auditor_has_are_not_believed() throws IOException {
        python.make(
                WORLD
                        + """
                        new, thief = maker.Signer('.', 'new'), maker.Signer('.', 'thief')
                        def changed(ledger, to):
                            note = maker.key_note(signer, to)
                            at = maker.enter_key(ledger, note)
                            return maker.key_changes(ledger, at, note, signer, at + 1)
                        open('../true.keys', 'wb').write(changed(own, new))
                        his = maker.Ledger(300)
                        for _ in range(20): his.release('child-1')
                        keys = changed(his, thief)
                        his.release('child-1')
                        maker.write({**maker.tiles(his.leaves, thief), 'keys.json': keys}, '../his')""");
        assertThat(verify("his").exit()).as("by who knows no other").isZero();
        refused("his", "the one that you gave tells of other keys", "--keys", folder.resolve("true.keys"));
    }

    @Test
    void two_states_of_one_size_are_seen_also_where_the_entries_are_not_there() throws IOException {
        python.make(
                WORLD
                        + """
                        maker.write(maker.tiles(own.leaves, signer), '../ledger')
                        one, other = maker.Ledger(400), maker.Ledger(350)
                        while len(other.leaves) < 400: other.release('child-2')
                        notes = [maker.checkpoint(signer, maker.Merkle(each.leaves), size) for each, size in ((own, 100), (one, 400), (other, 400))]
                        open('../ledger/checkpoints.txt', 'w').write('\\n'.join(notes[:2]) + '\\n')
                        maker.write(maker.tiles(own.leaves, signer), '../fork')
                        open('../fork/checkpoints.txt', 'w').write('\\n'.join(notes) + '\\n')""");
        assertThat(verify("ledger").out())
                .startsWith("VERIFIED")
                .contains("The signed states here (1) are of one ledger")
                .contains("That the signed states here of more than 300 entries (1) continue this one");
        refused("fork", "Two different states of 400 entries were signed");
    }

    @Test
    void what_poses_as_a_tile_is_refused_and_what_is_too_much_to_read_is_not_called_false() throws IOException {
        python.make(
                WORLD
                        + """
                        for name in ('junk', 'long'): maker.write(maker.tiles(own.leaves, signer), '../' + name)
                        os.makedirs('../junk/tile/entries/x000')
                        open('../junk/tile/entries/x000/000', 'w').write('anything')
                        os.mkfifo('../pipe')""");
        refused("junk", "tile/entries/x000/000");
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("long/checkpoints.txt").toFile(), "rw")) {
            file.setLength(MOST + 1);
        }
        assertThat(verify("long").exit()).isEqualTo(3);
        refused("pipe", "neither a case pack, nor a ledger's folder, nor a proof");
    }
}
