package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.emishub.adapters.health.audit.BalpAuditEvents;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Outcome;
import org.emishub.routes.audit.AuditRecord.Thing;
import org.emishub.routes.audit.RepositorySink;
import org.emishub.routes.audit.SyslogSink;
import org.emishub.routes.system.SystemFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the feed does at the other end of a mutual TLS connection, without a hub around it. */
class SinksTest {
    private static final byte[] LONG = "x".repeat(4_000).getBytes(UTF_8);

    @TempDir
    Path folder;

    private final int port = FreePorts.one();
    private final List<String> payloads = SyslogReceiver.none();
    private SSLContext hub;
    private SSLContext receiver;
    private Tls theirs;

    @BeforeEach
    void keys() {
        SandboxKeys keys = SandboxKeys.in(Seeded.keys(folder.resolve("keys")));
        theirs = new Tls(keys.of(Invented.HEALTH_REGISTER.id(), Invented.HEALTH_REGISTER.uses()), keys.authority());
        hub = new Tls(keys.hub(), keys.authority()).client();
        receiver = theirs.client();
    }

    @Test
    void a_repository_takes_alone_and_in_batches_what_hapi_reads_again() {
        AuditRepository repository = new AuditRepository();
        try (ServletPort open = ServletPort.open(port, Optional.of(theirs), Map.of("/fhir/*", repository))) {
            RepositorySink sink = new RepositorySink(URI.create(open.address() + "/fhir/"), hub, new BalpAuditEvents());
            assertThat(sink.send(records(1))).isEmpty();
            assertThat(sink.send(records(100))).isEmpty();
            assertThat(repository.events).hasSize(101).allMatch(event -> event.getIdPart()
                    .equals("id"));
        }
        assertThatThrownBy(() -> new RepositorySink(
                                URI.create("https://127.0.0.1:" + port + "/fhir"), hub, new BalpAuditEvents())
                        .send(records(2)))
                .isInstanceOf(SystemFault.class);
    }

    private SyslogSink sink(String host) {
        return new SyslogSink(
                InetSocketAddress.createUnresolved(host, port),
                hub,
                new SyslogSink.Payload("FHIR+AuditEvent", record -> LONG));
    }

    private static List<AuditRecord> records(int count) {
        return LongStream.range(0, count)
                .mapToObj(sequence -> new AuditRecord(
                        "id",
                        sequence,
                        Instant.EPOCH,
                        "ANOMALY",
                        Kind.ALERT,
                        Outcome.SUCCESS,
                        "OK",
                        "hub/exchange",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Thing.ENTRY,
                        List.of(),
                        0,
                        "",
                        ""))
                .toList();
    }

    @Test
    void frames_arrive_whole_over_mutual_tls() throws IOException {
        try (SyslogReceiver all = new SyslogReceiver(receiver, port, payloads, Integer.MAX_VALUE)) {
            assertThat(sink("127.0.0.1").send(records(200))).isEmpty();
            assertThat(sink("127.0.0.1").send(records(1))).isEmpty();
            assertThat(payloads).hasSize(201).containsOnly(new String(LONG, UTF_8));
            assertThat(all.broken()).isNull();
        }
    }

    /** When it is noticed depends on which of the two ends is faster. */
    @RepeatedTest(20)
    void a_receiver_that_is_killed_in_a_batch_has_not_taken_it() throws IOException {
        try (SyslogReceiver killed = new SyslogReceiver(receiver, port, payloads, 10)) {
            assertThatThrownBy(() -> sink("127.0.0.1").send(records(32))).isInstanceOf(SystemFault.class);
            assertThat(payloads).hasSize(10);
            assertThat(killed.broken()).isNull();
        }
    }

    @Test
    void nobody_is_told_who_is_not_there_or_shows_no_certificate_of_that_name() throws IOException {
        assertThatThrownBy(() -> sink("127.0.0.1").send(records(1))).isInstanceOf(SystemFault.class);
        try (SyslogReceiver other = new SyslogReceiver(receiver, port, payloads, Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> sink("127.0.0.2").send(records(1))).isInstanceOf(SystemFault.class);
            assertThat(payloads).isEmpty();
            assertThat(other.broken()).isNull();
        }
    }
}
