package org.emishub.deployment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.emishub.deployment.bench.BenchReceiver.Mood;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.security.envelope.Message;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Facts sent in sealed envelopes by many senders at a time, accepted, and delivered in sealed envelopes to three receivers: durable at the hub before each
 * receipt and at the receiver before its own. Then the same with one receiver in trouble.
 */
final class RecipientsBench implements AutoCloseable {
    private static final List<String> RECEIVERS = List.of("first", "second", "third");
    private static final String TROUBLED = "third";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ENROLMENT_DAY = 244;

    private final BenchMembers members;
    private final Map<String, BenchReceiver> receivers = new LinkedHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** Registers senders and receivers; the hub must not have started yet. */
    RecipientsBench(HubConfig config) throws IOException {
        this.members = new BenchMembers(config);
        Path folder = Files.createDirectories(config.data().resolve("bench"));
        Map<String, java.net.URI> addresses = new LinkedHashMap<>();
        for (String name : RECEIVERS) {
            BenchReceiver receiver = new BenchReceiver(config.name(), name, folder);
            receivers.put(name, receiver);
            addresses.put(name, receiver.address());
        }
        members.register(addresses, config.agreements());
    }

    /**
     * How fast one run was.
     *
     * @param toAll delivered per second, to all receivers
     * @param toOthers delivered per second to all but the one in trouble
     * @param perLogSync messages for one sync of the database's log
     */
    record Result(int accepted, double toAll, double toOthers, double perLogSync) {}

    /** Sends for a while with one receiver in this mood and waits until the others have everything. */
    Result run(Sandbox sandbox, int senders, Duration duration, Mood mood)
            throws SQLException, InterruptedException, IOException {
        for (Map.Entry<String, BenchReceiver> one : receivers.entrySet()) {
            one.getValue().keys(members.envelopes(BenchMembers.receiver(one.getKey())));
        }
        receiver(TROUBLED).mood(mood);
        DataSource database = sandbox.hub().part(DataSource.class);
        int before = others();
        int troubledBefore = receiver(TROUBLED).count();
        long syncs = Machine.logSyncs(database);
        long began = System.nanoTime();
        Latencies sent = send(senders, duration);
        awaitDelivered(database, began, mood != Mood.WELL);
        double seconds = (System.nanoTime() - began) / 1e9;
        int toOthers = others() - before;
        int toAll = toOthers + receiver(TROUBLED).count() - troubledBefore;
        long logSyncs = Machine.logSyncs(database) - syncs;
        return new Result(
                sent.count(), toAll / seconds, toOthers / seconds, (double) sent.count() / Math.max(1, logSyncs));
    }

    private BenchReceiver receiver(String name) {
        return java.util.Objects.requireNonNull(receivers.get(name), name);
    }

    private int others() {
        return receivers.entrySet().stream()
                .filter(one -> !one.getKey().equals(TROUBLED))
                .mapToInt(one -> one.getValue().count())
                .sum();
    }

    private Latencies send(int senders, Duration duration) {
        HubProtocolClient client = members.sender();
        return Clients.busy(senders, duration, n -> {
            int number = numbers.getAndIncrement();
            String receiver = RECEIVERS.get(number % RECEIVERS.size());
            String id = "bench-" + number;
            int status = client.postUnread(client.seal(id, BenchMembers.agreement(receiver), "event", fact(number)));
            if (status != 200) {
                throw new IllegalStateException("the hub refused an event: HTTP " + status);
            }
        });
    }

    private static ObjectNode fact(int number) {
        LocalDate day = LocalDate.ofYearDay(2026, ENROLMENT_DAY);
        ObjectNode content = JsonMapper.shared().createObjectNode().put("asOf", day.toString());
        content.putObject("record")
                .put("child.id", "B-" + number)
                .put("enrolment.status", "enrolled")
                .put("enrolment.grade", "grade-4")
                .put("enrolment.from", day.toString());
        return content;
    }

    private void awaitDelivered(DataSource database, long began, boolean exceptTroubled)
            throws SQLException, InterruptedException {
        String except = exceptTroubled ? " and recipient <> '" + BenchMembers.receiver(TROUBLED) + "'" : "";
        String sql = "select 1 from outbox where state in ('PENDING', 'SENT') and recipient like 'bench/%'" + except
                + " limit 1";
        while (any(database, sql)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("not everything was delivered within " + PATIENCE);
            }
            Thread.sleep(20);
        }
    }

    private static boolean any(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next();
        }
    }

    /** The cryptography of one message and nothing else: sealed by the sender, opened and receipted by the hub, and the same again on its way out. */
    Latencies cryptography(Sandbox sandbox, Duration duration) {
        org.emishub.security.envelope.Envelopes hub = sandbox.hub().part(org.emishub.security.envelope.Envelopes.class);
        org.emishub.security.envelope.Envelopes receiver = members.envelopes(BenchMembers.receiver("first"));
        HubProtocolClient client = members.sender();
        return Clients.busy(1, duration, n -> {
            byte[] in = client.seal("alone-" + n, BenchMembers.agreement("first"), "event", fact(n));
            if (!(hub.open(in)
                    instanceof org.emishub.security.refusal.Outcome.Ok<org.emishub.security.envelope.Opened> ok)) {
                throw new IllegalStateException("an envelope of the benchmark could not be opened");
            }
            Message message = ok.value().message();
            hub.sign(message.content());
            byte[] out = hub.seal(new Message(
                    message.id(),
                    /* sender= */ message.recipient(),
                    /* recipient= */ BenchMembers.receiver("first"),
                    message.agreementId(),
                    "event",
                    message.issuedAt(),
                    message.expiresAt(),
                    "",
                    message.content()));
            receiver.open(out);
            hub.verify(receiver.sign(message.content()).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });
    }

    @Override
    public void close() throws IOException {
        for (BenchReceiver receiver : receivers.values()) {
            receiver.close();
        }
    }
}
