package org.emishub.deployment.campaign.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A member that takes events: opens each envelope itself, does it once, signs for it; or misbehaves as it is told. */
public final class Receiver implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int IDLE_MILLIS = 120_000;
    private static final long HANG_NANOS = 60_000_000_000L;
    private static final int LOOK_MILLIS = 100;
    private static final int DRIP_MILLIS = 1_000;

    private final String system;
    private final Jose.Own own;
    private final Map<String, PublicKey> hub;
    private final Path behaviour;
    private final Head head;
    private final Effects effects;
    private final ServerSocket socket;
    private final ExecutorService connections = Executors.newCachedThreadPool(Receiver::daemon);

    private Receiver(
            String system,
            Jose.Own own,
            Map<String, PublicKey> hub,
            Path behaviour,
            Head head,
            Effects effects,
            ServerSocket socket) {
        this.system = system;
        this.own = own;
        this.hub = hub;
        this.behaviour = behaviour;
        this.head = head;
        this.effects = effects;
        this.socket = socket;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts one on loopback.
     *
     * @param database JDBC address of the hub's database, user and password; addresses may be empty
     */
    public static Receiver start(
            Parties parties, String system, int port, Path outside, Path behaviour, String... database) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            Head head = new Head(
                    database.length > 0 ? database[0] : "",
                    database.length > 1 ? database[1] : "",
                    database.length > 2 ? database[2] : "");
            Receiver receiver = new Receiver(
                    system,
                    parties.own(system),
                    parties.hubSigns(),
                    behaviour,
                    head,
                    Effects.open(outside, system),
                    socket);
            daemon(receiver::accept).start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("no receiver on port " + port, e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.execute(() -> serve(connection));
            } catch (IOException e) {
                // Closed, or one connection that was none.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(IDLE_MILLIS);
            InputStream in = new java.io.BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            boolean open = true;
            while (open) {
                Post post = Post.next(in, head::size);
                open = post != null && answer(post, out);
            }
        } catch (IOException | RuntimeException e) {
            // The peer is gone, or was never one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when the connection ends with it. */
    private boolean answer(Post post, OutputStream out) throws IOException, InterruptedException {
        Behaviour now = system.equals(Agreed.ALWAYS_REJECTS)
                ? Behaviour.HTTP_400
                : system.equals(Agreed.ALWAYS_FAILS) ? Behaviour.HTTP_500 : Behaviour.in(behaviour);
        String letter = post.headers().getOrDefault("idempotency-key", "");
        ObjectNode seen = Journal.line()
                .put("event", "request")
                .put("at", System.currentTimeMillis())
                .put("letter", letter)
                .put("head", post.head())
                .put("behaviour", now.word());
        effects.note(seen);
        switch (now) {
            case HANG -> {
                hang();
                return false;
            }
            case HTTP_500 -> Post.send(out, 500, "");
            case HTTP_400 -> Post.send(out, 400, "");
            case OK_WITHOUT_EFFECT -> Post.send(out, 200, "thank you");
            default -> {
                return effect(post, letter, now, out);
            }
        }
        return true;
    }

    /** Says nothing for as long as it is told to hang, at most a minute. */
    private void hang() throws InterruptedException {
        long end = System.nanoTime() + HANG_NANOS;
        while (System.nanoTime() < end && Behaviour.in(behaviour) == Behaviour.HANG) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean effect(Post post, String letter, Behaviour now, OutputStream out)
            throws IOException, InterruptedException {
        Jose.Signed opened;
        try {
            opened = Jose.open(post.body(), own, hub);
        } catch (Jose.Invalid e) {
            // Damaged on its way, for all we know: it may come again.
            bad(letter, "cannot be opened: " + e.getMessage());
            Post.send(out, 500, "");
            return true;
        }
        JsonNode claims = opened.claims();
        if (!claims.path("jti").asString("").equals(letter)) {
            bad(letter, "cannot be opened: its header names another letter");
            Post.send(out, 500, "");
            return true;
        }
        if (!claims.path("aud").asString("").equals(system)
                || !claims.path("iss").asString("").equals(Parties.HUB)) {
            bad(letter, "the envelope is for somebody else");
        }
        String receipt = effects.before(letter);
        if (receipt == null) {
            receipt = receipt(letter, Jose.sha256(post.body()));
            if (!effects.take(letter, receipt, line(post, claims))) {
                receipt = String.valueOf(effects.before(letter));
            }
        } else {
            effects.note(Journal.line().put("event", "repeat").put("letter", letter));
        }
        return signed(letter, receipt, now, out);
    }

    private void bad(String letter, String what) {
        effects.note(Journal.line().put("event", "bad").put("letter", letter).put("what", what));
    }

    private static ObjectNode line(Post post, JsonNode claims) {
        JsonNode content = claims.path("content");
        JsonNode record = content.path("record");
        ObjectNode line = Journal.line()
                .put("at", System.currentTimeMillis())
                .put("head", post.head())
                .put("agreement", claims.path("agr").asString(""))
                .put("source", content.path("source").asString(""))
                .put("asOf", content.path("asOf").asString(""))
                .put("child", record.path("child.id").asString(""))
                .put("message", record.path("enrolment.className").asString(""))
                .put("version", record.path("enrolment.schoolName").asString(""))
                .put("sha256", Jose.sha256(post.body()));
        return line.put("fields", String.join(",", record.propertyNames()));
    }

    private String receipt(String letter, String hash) {
        ObjectNode claims = Journal.line()
                .put("jti", letter)
                .put("iss", system)
                .put("sub", Parties.HUB)
                .put("sha256", hash)
                .put("iat", System.currentTimeMillis() / 1000)
                .put("outcome", "accepted");
        return Jose.sign(claims.toString().getBytes(StandardCharsets.UTF_8), own);
    }

    private boolean signed(String letter, String receipt, Behaviour now, OutputStream out)
            throws IOException, InterruptedException {
        switch (now) {
            case EFFECT_THEN_DROP -> {
                return false;
            }
            case WRONG_RECEIPT -> Post.send(out, 200, receipt(letter, Jose.sha256(new byte[0])));
            case DRIP -> {
                byte[] bytes = Post.answer(200, receipt);
                int sent = 0;
                while (sent < bytes.length && Behaviour.in(behaviour) == Behaviour.DRIP) {
                    out.write(bytes[sent++]);
                    out.flush();
                    Thread.sleep(DRIP_MILLIS);
                }
                return false;
            }
            default -> Post.send(out, 200, receipt);
        }
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.shutdownNow();
        head.close();
        effects.close();
    }
}
