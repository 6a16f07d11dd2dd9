package org.emishub.deployment.operation;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.deployment.testimony.Testimony;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.AddCheckpoint;
import org.emishub.security.witness.Cosignature;
import org.emishub.security.witness.Cosignatures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The newest checkpoint, and who outside vouches for it. */
public final class TestimonyOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Cosignatures cosignatures;
    private final Stamps stamps;
    private final LedgerProofs proofs;
    private final Testimony testimony;
    private final List<HubConfig.NamedWitness> witnesses;

    public TestimonyOperations(
            Cosignatures cosignatures,
            Stamps stamps,
            LedgerProofs proofs,
            Testimony testimony,
            List<HubConfig.NamedWitness> witnesses) {
        this.cosignatures = cosignatures;
        this.stamps = stamps;
        this.proofs = proofs;
        this.testimony = testimony;
        this.witnesses = List.copyOf(witnesses);
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return switch (operation) {
            case "ledger.checkpoint" -> Optional.of(checkpoint(arguments));
            case "ledger.cosigned" -> Optional.of(cosigned(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode checkpoint(JsonNode arguments) {
        SignedNote note = cosignatures.newest().orElseThrow(() -> new NotPossible("the ledger is empty"));
        long from = arguments.path("from").asLong(0);
        ObjectNode result =
                MAPPER.createObjectNode().put("note", note.toString()).put("verifierKey", proofs.verifierKey());
        if (from > 0) {
            result.put("request", request(note, from).toString());
        }
        cosignatures.newestCosigned().ifPresent(cosigned -> result.put("cosigned", cosigned.toString()));
        stamps.newest().ifPresent(stamped -> result.putObject("stamp")
                .put("size", stamped.size())
                .put("time", stamped.stamp().time().toString())
                .put("text", stamped.note().substring(0, stamped.note().indexOf("\n\n") + 1))
                .put(
                        "response",
                        Base64.getEncoder().encodeToString(stamped.stamp().response())));
        ArrayNode all = result.putArray("testimony");
        testimony.progress().forEach(progress -> all.add(json(progress)));
        return result;
    }

    private AddCheckpoint request(SignedNote note, long from) {
        long size = TreeHead.of(note).map(TreeHead::size).orElse(0L);
        if (from > size) {
            throw new NotPossible(
                    "the newest checkpoint has " + size + " entries: nothing of " + from + " is before it");
        }
        return new AddCheckpoint(from, from == size ? List.of() : proofs.consistency(from, size), note);
    }

    private static ObjectNode json(Testimony.Progress progress) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("kind", progress.kind())
                .put("name", progress.name())
                .put("behind", progress.behind());
        progress.size().ifPresent(size -> json.put("size", size));
        progress.at().ifPresent(at -> json.put("at", at.toString()));
        progress.pending().ifPresent(pending -> json.put("pending", pending));
        progress.since().ifPresent(since -> json.put("since", since.toString()));
        return json;
    }

    /** A cosignature that came by file counts as one that came over the wire. */
    private ObjectNode cosigned(JsonNode arguments) {
        SignedNote came = SignedNote.read(arguments.path("note").asString(""))
                .orElseThrow(() -> new NotPossible("this is no checkpoint"));
        long size = TreeHead.of(came).map(TreeHead::size).orElseThrow(() -> new NotPossible("this is no checkpoint"));
        boolean ours = cosignatures
                .ofSize(size)
                .filter(known -> known.text().equals(came.text()))
                .isPresent();
        if (!ours) {
            throw new NotPossible("this is not a checkpoint of this ledger");
        }
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode names = result.putArray("witnesses");
        for (HubConfig.NamedWitness witness : witnesses) {
            VerifierKey by = witness.key();
            if (Cosignature.at(came, by).isPresent()) {
                cosignatures.keep(came, by);
                names.add(by.name());
            }
        }
        if (names.isEmpty()) {
            throw new NotPossible("no configured witness cosigned it: set witness.cosigners to its verifier key");
        }
        return result;
    }
}
