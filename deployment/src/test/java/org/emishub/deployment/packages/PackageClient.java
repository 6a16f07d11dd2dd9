package org.emishub.deployment.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.security.envelope.Opened;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A school office that asks about many children at once, never with more than a part of them in memory. */
final class PackageClient {
    static final String AGREEMENT = "education.school-meals";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI door;
    private final HubProtocolClient member;

    PackageClient(HubConfig config, HubProtocolClient member) {
        this.door = URI.create("http://127.0.0.1:" + config.doors().http() + "/packages");
        this.member = member;
    }

    /** What came back, as text. */
    record Answer(int status, String body) {}

    /** The sealed part of a package. */
    byte[] part(String id, int part, int rows, int perPart, IntFunction<String> child) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", "ELIGDTRM");
        content.putObject("asker").put("user", "m.office").put("role", "meals officer");
        content.putObject("package")
                .put("id", id)
                .put("part", part)
                .put("of", (rows + perPart - 1) / perPart)
                .put("rows", rows);
        ArrayNode list = content.putArray("rows");
        for (int i = (part - 1) * perPart; i < Math.min(rows, part * perPart); i++) {
            list.addObject()
                    .put("row", Integer.toString(i + 1))
                    .putObject("subject")
                    .put("child.id", child.apply(i));
        }
        return member.seal(id + "." + part, AGREEMENT, "batch", content);
    }

    /** Posts parts as they are made. */
    Answer post(IntStream parts, IntFunction<byte[]> part) throws IOException, InterruptedException {
        Iterable<byte[]> lines = () -> {
            Iterator<byte[]> each = parts.mapToObj(n -> line(part.apply(n))).iterator();
            return each;
        };
        HttpRequest request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofMinutes(10))
                .header("Content-Type", "application/jose-seq")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(lines))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private static byte[] line(byte[] sealed) {
        byte[] line = java.util.Arrays.copyOf(sealed, sealed.length + 1);
        line[sealed.length] = '\n';
        return line;
    }

    private HttpRequest ask(String kind, String id) {
        ObjectNode content = MAPPER.createObjectNode().put("package", id);
        return HttpRequest.newBuilder(door)
                .timeout(Duration.ofMinutes(10))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        member.seal(UUID.randomUUID().toString(), AGREEMENT, kind, content)))
                .build();
    }

    JsonNode state(String id) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(ask("package-state", id), HttpResponse.BodyHandlers.ofByteArray());
        return open(response.body());
    }

    /** Fetches the answers, one at a time, and gives the batch receipt. */
    String fetch(String id, Consumer<String> answer) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(ask("package-result", id), HttpResponse.BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() != 200 || !type.equals("application/jose-seq")) {
            throw new IllegalStateException("no result: " + response.statusCode() + " " + type);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), US_ASCII))) {
            String receipt = lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer.accept(line);
            }
            return receipt;
        }
    }

    JsonNode open(byte[] sealed) {
        Outcome<Opened> opened = member.envelopes().open(sealed);
        if (opened instanceof Outcome.Ok<Opened> ok) {
            return ok.value().message().content();
        }
        throw new IllegalStateException("not opened: " + opened + " " + List.of(sealed.length));
    }
}
