package org.emishub.deployment.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.security.envelope.DeliveryReceipt;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/** A member that takes what it is sent: opens it, has it on disk, and signs that it has; or hangs, or fails, when it is told to. */
final class BenchReceiver implements AutoCloseable {
    /** What it does. */
    enum Mood {
        WELL,
        HANGS,
        FAILS
    }

    private final SystemId hub;
    private final SystemId self;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SyncedFile taken;
    private final AtomicInteger count = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;
    private volatile @Nullable Envelopes envelopes;

    BenchReceiver(SystemId hub, String name, Path folder) throws IOException {
        this.hub = hub;
        this.self = BenchMembers.receiver(name);
        this.taken = new SyncedFile(folder.resolve("taken-by-" + name));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Hands it its keys, once the registry is complete. */
    void keys(Envelopes own) {
        envelopes = own;
    }

    void mood(Mood now) {
        mood = now;
    }

    /** How many it took. */
    int count() {
        return count.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sealed = exchange.getRequestBody().readAllBytes();
            switch (mood) {
                case WELL -> {
                    byte[] receipt = take(exchange.getRequestHeaders().getFirst("Idempotency-Key"), sealed);
                    exchange.sendResponseHeaders(200, receipt.length);
                    exchange.getResponseBody().write(receipt);
                }
                case HANGS -> end.await();
                case FAILS -> exchange.sendResponseHeaders(500, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] take(String letter, byte[] sealed) throws IOException {
        Envelopes own = Objects.requireNonNull(envelopes, "keys");
        own.open(sealed);
        taken.append(letter + "\n");
        count.incrementAndGet();
        return DeliveryReceipt.of(letter, self, hub, sealed)
                .signed(own, Instant.now())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        taken.close();
    }
}
