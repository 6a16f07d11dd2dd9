package org.emishub.deployment.sandbox;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A social worker's one question, put to three sectors; each answer is filtered under its own agreement before any two meet. */
public final class NeedsView {
    /** One agreement a sector. */
    public static final List<String> AGREEMENTS = List.of("needs.enrolment", "needs.health", "needs.benefits");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String PURPOSE = "CAREMGT";

    private final HubProtocolClient casework;

    public NeedsView(HubProtocolClient casework) {
        this.casework = casework;
    }

    /** Asks one sector. */
    public HubProtocolClient.Answer ask(String agreement, String child, String user, String role, String caseId) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", PURPOSE);
        content.putObject("subject").put("child.id", child);
        content.putObject("asker").put("user", user).put("role", role).put("case", caseId);
        return casework.send(agreement, "query", content);
    }
}
