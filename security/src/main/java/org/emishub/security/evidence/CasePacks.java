package org.emishub.security.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import tools.jackson.databind.node.ObjectNode;

/** Makes case packs: a zip with entries, proofs, checkpoints, texts and the verifier, signed with the ledger's key. */
public final class CasePacks {
    /** More than fit into one answer that is still handed about with ease. */
    public static final int MOST_ENTRIES = 5_000;

    /** From 2 on with time stamp, tombstones and members' certificates. */
    private static final int VERSION = 2;

    private final EntryReader reader;
    private final LedgerProofs proofs;
    private final Cosignatures cosignatures;
    private final Stamps stamps;

    public CasePacks(EntryReader reader, LedgerProofs proofs, Cosignatures cosignatures, Stamps stamps) {
        this.reader = reader;
        this.proofs = proofs;
        this.cosignatures = cosignatures;
        this.stamps = stamps;
    }

    /**
     * Makes one.
     *
     * @param held checkpoint sizes that the asker holds, to which the pack must lead back
     * @throws LedgerProofs.NotYetSigned when an entry is younger than the newest checkpoint
     */
    public byte[] make(CaseFile file, Set<Long> held, Instant made) {
        LedgerProofs.Proven proven =
                proofs.proofs(file.entries().stream().map(Entry::sequence).toList());
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("README.txt", resource("README.txt"));
        files.put("verify.py", resource("verify.py"));
        files.put("checkpoint", proven.checkpoint().getBytes(UTF_8));
        Set<Long> wanted = new HashSet<>(held);
        wanted.addAll(cosignatures.sizes(proven.size()));
        wanted.addAll(proofs.handovers(proven.size()));
        proofs.keyChanges(proven.size()).ifPresent(changes -> files.put("keys.json", changes));
        stamps.upTo(proven.size()).ifPresent(stamped -> {
            wanted.add(stamped.size());
            files.put("checkpoint.tsr", stamped.stamp().response());
            files.put("checkpoint.tsr.txt", text(stamped.note()).getBytes(UTF_8));
        });
        boolean all = checkpoints(proven, wanted, files);
        Map<Long, ObjectNode> sides = entries(file, proven, files);
        Disclosures disclosures = new Disclosures(file.entries(), sides);
        files.put("disclosures.csv", disclosures.csv());
        files.put("disclosures.jsonl", disclosures.jsonLines());
        file.texts().forEach((hash, text) -> files.put("agreements/" + hash + ".yaml", text));
        file.certificates().forEach((name, pem) -> files.put("certificates/" + name + ".pem", pem.getBytes(UTF_8)));
        byte[] listing = CanonicalJson.bytes(listing(file, proven.size(), all, files, made));
        files.put("pack.json", listing);
        files.put(
                "pack.sig", proofs.signPack(Sha256.hex(listing), proven.size()).getBytes(UTF_8));
        return StoredZip.of(files);
    }

    /** What is signed, cosigned and stamped of a note. */
    private static String text(String note) {
        return note.substring(0, note.lastIndexOf("\n\n") + 1);
    }

    private Map<Long, ObjectNode> entries(CaseFile file, LedgerProofs.Proven proven, SortedMap<String, byte[]> files) {
        Map<Long, ObjectNode> sides = new HashMap<>();
        for (Entry entry : file.entries()) {
            long sequence = entry.sequence();
            files.put("leaves/" + sequence + ".json", CanonicalJson.bytes(entry.leaf()));
            files.put(
                    "proofs/" + sequence + ".txt",
                    proven.proofs().getOrDefault(sequence, "").getBytes(UTF_8));
            if (file.open().contains(sequence)) {
                ObjectNode side = reader.opened(entry);
                sides.put(sequence, side);
                files.put("sides/" + sequence + ".json", CanonicalJson.bytes(side));
                // Names year and slot of the child's key, which of a closed side would say which entries are of one
                // child.
                files.put("sides/" + sequence + ".sealed", entry.side());
            } else if (file.erased().contains(sequence)) {
                files.put("sides/" + sequence + ".sealed", entry.side());
            }
        }
        return sides;
    }

    /** Whether all that were signed up to the newest are there. */
    private boolean checkpoints(LedgerProofs.Proven proven, Set<Long> wanted, SortedMap<String, byte[]> files) {
        ChosenCheckpoints chosen = ChosenCheckpoints.of(proofs.checkpoints(), proven.size() - 1, wanted);
        StringBuilder notes = new StringBuilder();
        for (Map.Entry<Long, String> one : chosen.bySize().entrySet()) {
            long size = one.getKey();
            notes.append(cosignatures.published(one.getValue())).append('\n');
            StringBuilder hashes = new StringBuilder();
            for (byte[] hash : proofs.consistency(size, proven.size())) {
                hashes.append(Base64.getEncoder().encodeToString(hash)).append('\n');
            }
            files.put(
                    "consistency/" + size + "-" + proven.size() + ".txt",
                    hashes.toString().getBytes(UTF_8));
        }
        notes.append(proven.checkpoint()).append('\n');
        files.put("checkpoints.txt", notes.toString().getBytes(UTF_8));
        return chosen.all();
    }

    private ObjectNode listing(CaseFile file, long size, boolean all, SortedMap<String, byte[]> files, Instant made) {
        ObjectNode listing = StrictJson.newObject()
                .put("version", VERSION)
                .put("made", made.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("origin", proofs.origin())
                .put("verifierKey", proofs.verifierKey(size))
                .put("from", file.from())
                .put("to", file.to())
                .put("size", size)
                .put("lookUp", file.lookUp())
                .put("checkpoints", all ? "all" : "some");
        listing.putObject("subject")
                .put("kind", file.subject().kind().word())
                .put("id", file.subject().id());
        ObjectNode hashes = listing.putObject("files");
        files.forEach((name, data) -> hashes.put(name, Sha256.hex(data)));
        return listing;
    }

    /** The verifier alone, for whoever wants it from another place than the pack that it is to check. */
    public static byte[] verifier() {
        return resource("verify.py");
    }

    private static byte[] resource(String name) {
        try (InputStream in = CasePacks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the hub");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
