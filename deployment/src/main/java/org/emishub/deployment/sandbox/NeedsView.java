package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A social worker's one question, put to three sectors at once; each answer is filtered under its own agreement before any two meet. */
public final class NeedsView {
    /** One agreement a sector. */
    public static final List<String> AGREEMENTS = List.of("needs.enrolment", "needs.health", "needs.benefits");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String PURPOSE = "CAREMGT";

    private final HubProtocolClient casework;

    public NeedsView(HubProtocolClient casework) {
        this.casework = casework;
    }

    /** Who asks, about whom. */
    public record Asker(String child, String user, String role, String caseId) {}

    /** One sector's part; its fields are empty when it said no or did not answer. */
    public record Part(String agreement, HubProtocolClient.Answer answer) {}

    /** Asks all sectors; one that is down leaves the others as they are. */
    public List<Part> ask(Asker asker) {
        ExecutorService threads = Executors.newFixedThreadPool(AGREEMENTS.size());
        try {
            List<CompletableFuture<Part>> parts = AGREEMENTS.stream()
                    .map(agreement ->
                            CompletableFuture.supplyAsync(() -> new Part(agreement, ask(agreement, asker)), threads))
                    .toList();
            return parts.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    /** Asks one sector. */
    public HubProtocolClient.Answer ask(String agreement, Asker asker) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", PURPOSE);
        content.putObject("subject").put("child.id", asker.child());
        content.putObject("asker")
                .put("user", asker.user())
                .put("role", asker.role())
                .put("case", asker.caseId());
        return casework.send(agreement, "query", content);
    }
}
