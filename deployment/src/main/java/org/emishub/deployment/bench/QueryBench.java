package org.emishub.deployment.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.deployment.sandbox.HubProtocolClient.Answer;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.envelope.Opened;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A caseworker's sealed question about a child of hers, answered from the school register's snapshot: two envelopes, two commits, two ledger entries. */
final class QueryBench {
    private static final String AGREEMENT = "needs.enrolment";
    private static final String WORKER = "b.bench";
    private static final String CASE = "B-1";
    private static final int CHILDREN = 400;

    private final Sandbox sandbox;
    private final HubProtocolClient client;
    private final List<ObjectNode> questions;

    QueryBench(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.client = sandbox.clients().hubProtocol(Invented.CASEWORK);
        List<String> children = sandbox.country()
                .children()
                .flatMap(child -> child.asEmis().flatMap(view -> view.nationalId()).stream())
                .limit(CHILDREN)
                .toList();
        StoredFacts facts = sandbox.hub().part(HubRoutes.class).facts();
        children.forEach(child -> facts.openCase(CASE, WORKER + "@" + Invented.CASEWORK.id(), child, Instant.now()));
        this.questions = children.stream().map(QueryBench::question).toList();
    }

    private static ObjectNode question(String child) {
        ObjectNode content = JsonMapper.shared().createObjectNode().put("purpose", "CAREMGT");
        content.putObject("subject").put("child.id", child);
        content.putObject("asker")
                .put("user", WORKER)
                .put("role", "social worker")
                .put("case", CASE);
        return content;
    }

    /** One question and its answer, over HTTP; an answer without data is no measurement. */
    void ask(int number) {
        Answer answer = client.send(AGREEMENT, "query", questions.get(Math.floorMod(number, questions.size())));
        if (answer.status() != 200 || !answer.refusal().isEmpty()) {
            throw new IllegalStateException("the hub refused with " + answer.refusal() + ", HTTP " + answer.status());
        }
    }

    /** The cryptography of the same exchange and nothing else: both envelopes sealed and opened, and the receipt signed; on one thread. */
    Latencies cryptography(Duration duration) {
        Envelopes hub = sandbox.hub().part(Envelopes.class);
        Answer sample = client.send(AGREEMENT, "query", questions.get(0));
        return Clients.busy(1, duration, n -> {
            byte[] question = client.seal("bench-" + n, AGREEMENT, "query", questions.get(n % questions.size()));
            Message asked = opened(hub, question);
            Message answer = new Message(
                    asked.id(),
                    /* sender= */ asked.recipient(),
                    /* recipient= */ asked.sender(),
                    AGREEMENT,
                    "answer",
                    asked.issuedAt(),
                    asked.expiresAt(),
                    "",
                    sample.content());
            hub.sign(questions.get(0));
            opened(client.envelopes(), hub.seal(answer));
        });
    }

    private static Message opened(Envelopes by, byte[] sealed) {
        if (by.open(sealed) instanceof Outcome.Ok<Opened> ok) {
            return ok.value().message();
        }
        throw new IllegalStateException("an envelope of the benchmark could not be opened");
    }
}
