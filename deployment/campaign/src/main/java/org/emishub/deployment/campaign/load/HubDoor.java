package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub's doors, one per node; whoever is not answered at one tries the next. */
final class HubDoor {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<URI> doors;
    private final Map<String, PublicKey> hubSigns;
    private final AtomicInteger turn = new AtomicInteger();

    HubDoor(List<URI> doors, Map<String, PublicKey> hubSigns) {
        this.doors = List.copyOf(doors);
        this.hubSigns = Map.copyOf(hubSigns);
    }

    /**
     * What came of one attempt.
     *
     * @param status HTTP status; 0 when nobody answered
     * @param code of a refusal, empty when there is none
     * @param body of an answer of 200
     */
    record Answer(int status, String code, byte[] body) {
        static final Answer NONE = new Answer(0, "", new byte[0]);

        String text() {
            return new String(body, ISO_8859_1);
        }
    }

    Map<String, PublicKey> hubSigns() {
        return hubSigns;
    }

    Answer post(byte[] sealed) throws InterruptedException {
        URI door = doors.get(Math.floorMod(turn.getAndIncrement(), doors.size()));
        HttpRequest request = HttpRequest.newBuilder(door)
                .timeout(PATIENCE)
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed))
                .build();
        // The request's own timeout ends with the headers: a body that drips must end too.
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer(response.statusCode(), response.body());
        } catch (ExecutionException | TimeoutException e) {
            sent.cancel(true);
            return Answer.NONE;
        }
    }

    private static Answer answer(int status, byte[] body) {
        if (status == 200) {
            return new Answer(status, "", body);
        }
        try {
            JsonNode problem = JSON.readTree(body);
            return new Answer(status, problem.path("code").asString(""), new byte[0]);
        } catch (JacksonException e) {
            return new Answer(status, "", new byte[0]);
        }
    }

    /** Whether these bytes are the hub's receipt for exactly this message. */
    boolean receipts(String receipt, Fact fact) {
        try {
            JsonNode claims = Jose.verify(receipt, hubSigns).claims();
            return claims.path("jti").asString("").equals(fact.id())
                    && claims.path("sub").asString("").equals(fact.sender())
                    && claims.path("sha256").asString("").equals(fact.hash());
        } catch (Jose.Invalid e) {
            return false;
        }
    }
}
