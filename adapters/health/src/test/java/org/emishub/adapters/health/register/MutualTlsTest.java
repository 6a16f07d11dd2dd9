package org.emishub.adapters.health.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.Golden;
import org.emishub.adapters.health.SandboxChildren;
import org.emishub.adapters.health.TestTls;
import org.emishub.adapters.health.TomcatPort;
import org.emishub.adapters.health.enrolment.HealthReceiver;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutualTlsTest {
    private static final Map<String, Object> FIRDAVS = Map.of("child.id", "1204567890123");

    private final TestTls hub;
    private final TestTls server;
    private TomcatPort port;

    MutualTlsTest() throws Exception {
        hub = TestTls.create("hub");
        server = TestTls.create("register");
    }

    @BeforeEach
    void start() throws Exception {
        var simulator = new HealthRegisterSimulator(SandboxChildren.all(), true, Exchanges.CLOCK);
        port = new TomcatPort(simulator.servlet(), server.connector(hub.certificate()));
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
    }

    @Test
    void asks_with_the_hubs_certificate() throws Exception {
        try (HealthRegister register = open(hub.trusting(server.certificate(), true))) {
            assertThat(ask(register)).isInstanceOf(Found.Match.class);
        }
    }

    @Test
    void names_the_certificate_that_received_a_delivery() throws Exception {
        try (HealthRegister register = open(hub.trusting(server.certificate(), true))) {
            HealthReceiver receiver = new HealthReceiver(register);
            Delivered delivered = receiver.deliver(
                    "m-1",
                    receiver.translate("m-1", Exchanges.enrolment(Golden.record("enrolment/enrolled.record.json"))));
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(server.certificate().getEncoded());
            assertThat(delivered.peerCertificate()).isEqualTo(HexFormat.of().formatHex(hash));
        }
    }

    @Test
    void a_register_nobody_trusts_is_told_nothing() throws Exception {
        try (HealthRegister register = open(hub.trusting(hub.certificate(), true))) {
            assertThat(((SystemFault) catchThrowable(() -> ask(register))).reason())
                    .isEqualTo("UNREACHABLE");
        }
    }

    @Test
    void the_register_refuses_a_hub_without_a_certificate() throws Exception {
        try (HealthRegister register = open(hub.trusting(server.certificate(), false))) {
            assertThat(catchThrowable(() -> ask(register))).hasMessageStartingWith("REJECTED: HTTP 401");
        }
    }

    private Found ask(HealthRegister register) {
        return new HealthProvider(register, Exchanges.CLOCK).find(Exchanges.healthQuestion(FIRDAVS));
    }

    private HealthRegister open(SSLContext tls) {
        return HealthRegister.open(
                RegisterSettings.of(SystemId.of("health/register"), port.base(), IdentifierSystems.sandbox()), tls);
    }
}
