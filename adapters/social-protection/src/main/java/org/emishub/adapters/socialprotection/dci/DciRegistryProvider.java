package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/** The social registry, asked over DCI 1.0.0 for a child's household and benefits (about {@code benefits}) or right to school meals (about {@code meals}). */
public final class DciRegistryProvider implements Provider {
    private final Peer peer;
    private final HttpClient http;
    private final DciQuestion questions;
    private final DciReply replies;
    private final Clock clock;

    /**
     * The registry.
     *
     * @param system its identity: {@code receiver_id} of what we ask
     * @param search the address of its {@code /registry/sync/search}
     * @param tls the trust and the client certificate to show it; empty only on loopback
     * @param timeout for connecting, and again for the whole answer
     */
    public record Peer(SystemId system, URI search, Optional<SSLContext> tls, Duration timeout) {
        public Peer {
            if (tls.isEmpty() && search.getScheme().equals("https")) {
                throw new IllegalArgumentException("https needs a TLS context");
            }
        }
    }

    /**
     * Makes the provider.
     *
     * @param signer signs questions with the hub's key
     * @param verifier knows the registry's signing key
     * @param hub the hub's own identity: {@code sender_id} of what it asks
     */
    public DciRegistryProvider(Peer peer, ProtocolSigner signer, ProtocolVerifier verifier, SystemId hub, Clock clock) {
        this.peer = peer;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(peer.timeout());
        peer.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
        this.questions = new DciQuestion(signer, hub, peer.system());
        this.replies = new DciReply(verifier, hub, peer.system());
        this.clock = clock;
    }

    @Override
    public Found find(Question question) {
        String transaction = UUID.randomUUID().toString();
        byte[] answer = post(questions.write(question, transaction, clock.instant()));
        var groups = replies.groups(answer, transaction, clock.instant());
        try {
            return new DciHouseholds(peer.system(), clock).found(groups, question);
        } catch (Malformed e) {
            throw new SystemFault("BAD_ANSWER", String.valueOf(e.getMessage()), true);
        }
    }

    private byte[] post(byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(peer.search())
                .timeout(peer.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var sent = http.sendAsync(request, info -> new BoundedBody(DciJson.MAX_BYTES));
        try {
            return accepted(sent.get(peer.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new SystemFault("TIMEOUT", "no answer within " + peer.timeout(), false);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new SystemFault("TIMEOUT", "interrupted", false);
        } catch (ExecutionException | CompletionException e) {
            throw unreachable(e.getCause());
        }
    }

    private static SystemFault unreachable(@Nullable Throwable cause) {
        if (cause instanceof BoundedBody.TooLarge) {
            return new SystemFault("BAD_ANSWER", "answer over 2 MiB", true);
        }
        return cause instanceof HttpTimeoutException
                ? new SystemFault("TIMEOUT", "no answer in time", false)
                : new SystemFault(
                        "UNREACHABLE", cause == null ? "" : cause.getClass().getSimpleName(), false);
    }

    private static byte[] accepted(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status != 200) {
            boolean permanent = status >= 400 && status < 500 && status != 408 && status != 429;
            throw new SystemFault("REJECTED", "HTTP " + status, permanent);
        }
        return response.body();
    }
}
