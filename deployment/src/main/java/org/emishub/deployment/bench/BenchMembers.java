package org.emishub.deployment.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.JoseEnvelopes;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;

/** The benchmark's own members of the hub protocol, registered beside the sandbox's, and one agreement with each receiver. */
final class BenchMembers {
    static final SystemId SENDER = SystemId.of("bench/sender");

    private static final String ORGANISATION = "bench";
    private static final List<Use> USES = List.of(Use.SIGNING, Use.KEY_AGREEMENT);
    private static final String AGREEMENT =
            """
            agreement: %1$s
            version: 1
            country: TJ
            timeZone: Asia/Dushanbe
            title: An exchange of the benchmark
            provider: %2$s
            client: %3$s
            exchange: event
            about: %4$s
            purpose: Measure how fast facts are delivered
            purposeOfUse: PUBHLTH
            lawfulBasis: public_task
            law: None, the children are invented
            specialCategory: none
            assessment: none, invented children
            inForce: 2020-01-01 .. 2099-12-31
            reviewBy: 2099-06-01
            asker: { who: organisation }
            consent: { needed: false }
            breakGlass: { allowed: false }
            limits: { perDay: 1000000000, perRequest: 1 }
            discloses: { child.id: as is, enrolment.status: as is, enrolment.grade: as is, enrolment.from: as is }
            visibleToChild: true
            retention: { hub: 24h after receipt, client: until it is measured }
            crossBorder: none
            onward: forbidden
            incident: { contact: bench@example.org, hours: 24 }
            """;

    private final HubConfig config;
    private final SandboxKeys keys;

    BenchMembers(HubConfig config) {
        this.config = config;
        this.keys = SandboxKeys.in(config.keys().folder());
    }

    static SystemId receiver(String name) {
        return SystemId.of(ORGANISATION + "/" + name);
    }

    /** The agreement under which a receiver is sent to. */
    static String agreement(String name) {
        return ORGANISATION + "." + name;
    }

    /** Registers the sender and these receivers, and writes their agreements into a folder. */
    void register(Map<String, URI> receivers, Path agreements) throws IOException {
        Files.createDirectories(config.members().resolve(ORGANISATION));
        StringBuilder file = new StringBuilder("organisation: bench\nname: The benchmark\nsystems:\n");
        file.append(registration(SENDER, ""));
        for (Map.Entry<String, URI> one : receivers.entrySet()) {
            String name = one.getKey();
            file.append(registration(receiver(name), "    endpoint: " + one.getValue() + "\n"));
            Files.writeString(
                    agreements.resolve(agreement(name) + ".yaml"),
                    AGREEMENT.formatted(agreement(name), SENDER, receiver(name), ORGANISATION + "-" + name));
        }
        Files.writeString(config.members().resolve(ORGANISATION + ".yaml"), file);
    }

    private String registration(SystemId system, String endpoint) throws IOException {
        KeyFile own = keys.of(system, USES);
        StringBuilder lines = new StringBuilder("  " + system.system() + ":\n    protocol: hub\n" + endpoint);
        lines.append("    certificates:\n");
        for (Map.Entry<String, Use> use : Map.of("signing", Use.SIGNING, "keyAgreement", Use.KEY_AGREEMENT)
                .entrySet()) {
            String pem =
                    ORGANISATION + "/" + system.system() + "-" + use.getValue().alias() + ".pem";
            try {
                Pem.write(
                        config.members().resolve(pem),
                        own.certificate(use.getValue().alias()));
            } catch (CertificateEncodingException e) {
                throw new IOException("a certificate cannot be written", e);
            }
            lines.append("      ").append(use.getKey()).append(": ").append(pem).append('\n');
        }
        return lines.toString();
    }

    /** With which a member seals, opens and signs; the registry must be complete. */
    Envelopes envelopes(SystemId system) {
        KeyFile file = keys.of(system, USES);
        OwnKeys own = OwnKeys.of(system, own(file, Use.SIGNING), own(file, Use.KEY_AGREEMENT));
        Members members = Members.load(config.members(), Clock.systemUTC());
        return new JoseEnvelopes(own, () -> members, Clock.systemUTC(), CurveProvider.best());
    }

    private static OwnKey own(KeyFile file, Use use) {
        return new OwnKey(file.key(use.alias()), file.certificate(use.alias()));
    }

    /** The sender; several threads may share it. */
    HubProtocolClient sender() {
        URI exchange = URI.create(
                "http://" + config.doors().host() + ":" + config.doors().http() + "/exchange");
        return new HubProtocolClient(
                HttpClient.newHttpClient(), exchange, SENDER, config.name(), envelopes(SENDER), Clock.systemUTC());
    }
}
