package org.emishub.routes.facts;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a national service over HTTP and mutual TLS, for every decision anew: {@code POST} of {@code {id, child, giver, agreement, purpose, at}}, answered by
 * {@code {id, consented}}.
 *
 * <p>Anything but HTTP 200 with the same id and a plain true or false is a fault.
 */
public final class HttpConsentService implements ConsentService {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int LARGEST = 4_096;

    private final URI address;
    private final BoundedCall call;

    /** @param tls shows the hub's certificate */
    public HttpConsentService(URI address, SSLContext tls) {
        this.address = address;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(WITHIN)
                .sslContext(tls)
                .build();
        this.call = new BoundedCall(http, WITHIN, LARGEST);
    }

    @Override
    public boolean consented(Giver giver, String child, Agreement agreement, Instant at) {
        String id = UUID.randomUUID().toString();
        ObjectNode question = StrictJson.newObject()
                .put("id", id)
                .put("child", child)
                .put("giver", giver.name().toLowerCase(Locale.ROOT))
                .put("agreement", agreement.id())
                .put("purpose", agreement.purposeOfUse())
                .put("at", at.toString());
        try {
            HttpResponse<byte[]> answer = call.send(HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .POST(BodyPublishers.ofByteArray(StrictJson.bytes(question)))
                    .build());
            if (answer.statusCode() != 200) {
                throw inDoubt("HTTP " + answer.statusCode());
            }
            JsonNode said = StrictJson.object(answer.body());
            if (!said.path("id").asString("").equals(id)
                    || !said.path("consented").isBoolean()) {
                throw inDoubt("not an answer to this question");
            }
            return said.path("consented").booleanValue();
        } catch (SystemFault e) {
            throw inDoubt(e.reason());
        } catch (NotWellFormed e) {
            throw inDoubt(e.rule());
        }
    }

    private static IllegalStateException inDoubt(String why) {
        return new IllegalStateException("the consent service did not say: " + why);
    }
}
