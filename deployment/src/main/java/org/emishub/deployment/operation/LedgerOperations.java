package org.emishub.deployment.operation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.LedgerFiles;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.witness.Cosignatures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with the whole ledger: verified, proved, published. */
public final class LedgerOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Ledger ledger;
    private final LedgerFiles files;
    private final LedgerProofs proofs;
    private final CheckpointKey key;
    private final Cosignatures cosignatures;
    private final Path data;

    public LedgerOperations(
            Ledger ledger,
            LedgerFiles files,
            LedgerProofs proofs,
            CheckpointKey key,
            Cosignatures cosignatures,
            Path data) {
        this.ledger = ledger;
        this.files = files;
        this.proofs = proofs;
        this.key = key;
        this.cosignatures = cosignatures;
        this.data = data;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return switch (operation) {
            case "ledger.verify" -> Optional.of(verify());
            case "ledger.proof" -> Optional.of(proof(arguments));
            case "ledger.export" -> Optional.of(export());
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

    /** Where the files are, and what goes with them for whoever holds them against others. */
    private ObjectNode export() {
        try {
            files.publish();
        } catch (IllegalStateException e) {
            throw new NotPossible("the ledger is not published: " + e.getMessage() + ". Run 'hub ledger verify'");
        }
        ObjectNode result = MAPPER.createObjectNode()
                .put("folder", data.resolve("ledger").toString())
                .put("verifierKey", key.verifierKey());
        ArrayNode notes = result.putArray("checkpoints");
        Set<Long> cosigned = cosignatures.sizes(Long.MAX_VALUE);
        for (String note : proofs.checkpoints()) {
            notes.add(cosigned.contains(LedgerProofs.size(note)) ? cosignatures.published(note) : note);
        }
        return result;
    }
}
