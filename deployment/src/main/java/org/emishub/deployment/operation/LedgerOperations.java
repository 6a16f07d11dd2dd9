package org.emishub.deployment.operation;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.security.evidence.ChosenCheckpoints;
import org.emishub.security.ledger.KeyHandover;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.LedgerFiles;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with the whole ledger: verified, proved, published. */
public final class LedgerOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int LONGEST = 200;

    private final Ledger ledger;
    private final LedgerFiles files;
    private final LedgerProofs proofs;
    private final KeyHandover handover;
    private final Cosignatures cosignatures;
    private final Stamps stamps;
    private final Path data;

    public LedgerOperations(
            Ledger ledger,
            LedgerFiles files,
            LedgerProofs proofs,
            KeyHandover handover,
            Cosignatures cosignatures,
            Stamps stamps,
            Path data) {
        this.ledger = ledger;
        this.files = files;
        this.proofs = proofs;
        this.handover = handover;
        this.cosignatures = cosignatures;
        this.stamps = stamps;
        this.data = data;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return switch (operation) {
            case "ledger.verify" -> Optional.of(verify());
            case "ledger.proof" -> Optional.of(proof(arguments));
            case "ledger.export" -> Optional.of(export());
            case "ledger.rotate-key" -> Optional.of(rotateKey(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode verify() {
        Ledger.Verification found = ledger.verify();
        LedgerFiles.Found published = files.verify();
        ObjectNode result = MAPPER.createObjectNode()
                .put("holds", found.problem().isEmpty() && published.problem().isEmpty())
                .put("entries", found.entries())
                .put("root", found.root())
                .put("checkpoints", found.checkpoints())
                .put("published", published.entries());
        found.problem().or(published::problem).ifPresent(problem -> result.put("problem", problem));
        return result;
    }

    private ObjectNode proof(JsonNode arguments) {
        long sequence = arguments.path("entry").asLong(-1);
        try {
            return MAPPER.createObjectNode().put("entry", sequence).put("proof", proofs.proof(sequence));
        } catch (IllegalArgumentException | LedgerProofs.NotYetSigned e) {
            throw new NotPossible(String.valueOf(e.getMessage()));
        }
    }

    /** Has the ledger handed over to its next key; answers when the key before has signed over the entry that says so. */
    private ObjectNode rotateKey(JsonNode arguments) {
        KeyHandover.Handed handed;
        try {
            handed = handover.handOver(said(arguments, "by"), said(arguments, "reason"));
        } catch (IllegalArgumentException e) {
            throw new NotPossible(String.valueOf(e.getMessage()));
        }
        Signed.await(proofs, handed.sequence());
        return MAPPER.createObjectNode()
                .put("entry", handed.sequence())
                .put("from", handed.from())
                .put("to", handed.to());
    }

    private static String said(JsonNode arguments, String name) {
        return Operations.given(arguments, name)
                .filter(text -> text.length() <= LONGEST)
                .orElseThrow(() -> new NotPossible("say '" + name + "', in at most " + LONGEST + " characters"));
    }

    /** Where the files are, and what goes with them for whoever holds them against others. */
    private ObjectNode export() {
        try {
            files.publish();
        } catch (IllegalStateException e) {
            throw new NotPossible("the ledger is not published: " + e.getMessage() + ". Run 'hub ledger verify'");
        }
        // Key and checkpoints are of what is published: a checkpoint that a new key signs meanwhile would make the copy
        // that of a retired one.
        long size = files.published();
        ObjectNode result = MAPPER.createObjectNode()
                .put("folder", data.resolve("ledger").toString())
                .put("verifierKey", proofs.verifierKey(size));
        ArrayNode notes = result.putArray("checkpoints");
        Set<Long> wanted = new HashSet<>(cosignatures.sizes(size));
        wanted.addAll(proofs.handovers(size));
        stamps.upTo(size).ifPresent(stamped -> wanted.add(stamped.size()));
        ChosenCheckpoints.of(proofs.checkpoints(), size, wanted)
                .bySize()
                .values()
                .forEach(note -> notes.add(cosignatures.published(note)));
        return result;
    }
}
