package org.emishub.routes.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An audit record repository on a port of this machine, that can be away, die on the way, and refuse; and the translator to what it takes. */
final class Repository implements AuditTranslator, AutoCloseable {
    /** Events as they came, repeated ones too. */
    final List<JsonNode> came = new CopyOnWriteArrayList<>();

    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    volatile ToIntFunction<JsonNode> status = event -> 201;
    /** Whether it takes events and ends before it can say so. */
    volatile boolean diesBeforeItAnswers;

    /** Whether it takes several at once. */
    volatile boolean batches = true;

    /** How long it takes over a request. */
    volatile int millis;

    volatile boolean away;
    volatile boolean hangs;
    private final HttpServer server;

    Repository() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/fhir", this::take);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    List<Long> sequences() {
        return came.stream().map(event -> event.path("sequence").asLong()).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        ObjectNode body = StrictJson.object(exchange.getRequestBody().readAllBytes());
        boolean single = exchange.getRequestURI().getPath().endsWith("/AuditEvent");
        List<JsonNode> events = new ArrayList<>();
        if (single) {
            events.add(body);
        } else {
            body.path("entry").forEach(events::add);
        }
        sizes.add(events.size());
        sleep(hangs ? 60_000 : millis);
        if (away) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        if (!single && !batches) {
            exchange.sendResponseHeaders(405, -1);
            exchange.close();
            return;
        }
        ArrayNode statuses = StrictJson.newObject().putArray("statuses");
        int last = 201;
        for (JsonNode event : events) {
            last = status.applyAsInt(event);
            statuses.add(last);
            if (last == 201) {
                came.add(event);
            }
        }
        if (diesBeforeItAnswers) {
            exchange.close();
            return;
        }
        byte[] answer =
                single ? new byte[0] : StrictJson.bytes(StrictJson.newObject().set("statuses", statuses));
        exchange.sendResponseHeaders(single ? last : 200, single ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public byte[] event(AuditRecord record) {
        return StrictJson.bytes(json(record));
    }

    private static ObjectNode json(AuditRecord record) {
        return StrictJson.newObject()
                .put("id", record.id())
                .put("sequence", record.sequence())
                .put("child", record.child().map(AuditRecord.Person::value).orElse(""))
                .put("user", record.user().map(AuditRecord.Person::value).orElse(""))
                .put(
                        "purpose",
                        record.terms().map(AuditRecord.Terms::purposeOfUse).orElse(""));
    }

    @Override
    public byte[] batch(List<AuditRecord> records) {
        ObjectNode batch = StrictJson.newObject();
        ArrayNode entries = batch.putArray("entry");
        records.forEach(record -> entries.add(json(record)));
        return StrictJson.bytes(batch);
    }

    @Override
    public List<Integer> statuses(byte[] answer) {
        return StrictJson.object(answer)
                .path("statuses")
                .valueStream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
