package org.emishub.deployment.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import org.apache.wss4j.common.crypto.Merlin;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.Jwks;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.envelope.JoseEnvelopes;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;

/** The invented systems that ask, each with its own keys, over real HTTP. */
public final class Clients {
    private final HubConfig config;
    private final SandboxKeys keys;

    public Clients(HubConfig config, SandboxKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    /** A member that speaks the hub protocol. */
    public HubProtocolClient hubProtocol(Invented system) {
        KeyFile file = keys.of(system.id(), system.uses());
        OwnKeys own = OwnKeys.of(system.id(), own(file, Use.SIGNING), own(file, Use.KEY_AGREEMENT));
        Members members = Members.load(config.members(), Clock.systemUTC());
        JoseEnvelopes envelopes = new JoseEnvelopes(own, () -> members, Clock.systemUTC(), CurveProvider.best());
        URI exchange = URI.create(
                "http://" + config.doors().host() + ":" + config.doors().http() + "/exchange");
        return new HubProtocolClient(
                HttpClient.newHttpClient(), exchange, system.id(), config.name(), envelopes, Clock.systemUTC());
    }

    private static OwnKey own(KeyFile file, Use use) {
        return new OwnKey(file.key(use.alias()), file.certificate(use.alias()));
    }

    /** Social protection's system, asking over DCI. */
    public DciClientSimulator dci() {
        KeyFile file = keys.of(Invented.MIS.id(), Invented.MIS.uses());
        return new DciClientSimulator(
                http(Invented.MIS),
                https("/dci/registry/sync/search"),
                Simulators.identity(Invented.MIS, file),
                config.name().toString(),
                new Jwks(HttpClient.newHttpClient(), Simulators.published(config)),
                Clock.systemUTC());
    }

    /** Social protection's older system, asking over SOAP. */
    public LegacySoapSimulator soap() {
        KeyFile file = keys.of(Invented.LEGACY.id(), Invented.LEGACY.uses());
        Merlin crypto = new Merlin();
        crypto.setKeyStore(file.store());
        crypto.setTrustStore(tls(Invented.LEGACY).trust());
        return new LegacySoapSimulator(
                http(Invented.LEGACY),
                https("/soap/attendance"),
                crypto,
                Use.SOAP.alias(),
                file.password().reveal(),
                keys.hub().certificate(Use.SOAP.alias()));
    }

    /** Mutual TLS as one of the invented systems. */
    public Tls tls(Invented system) {
        return new Tls(keys.of(system.id(), system.uses()), keys.authority());
    }

    private HttpClient http(Invented system) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls(system).client())
                .build();
    }

    /** An address of the hub's native doors. */
    public URI https(String path) {
        return URI.create(
                "https://" + config.doors().host() + ":" + config.doors().https() + path);
    }
}
