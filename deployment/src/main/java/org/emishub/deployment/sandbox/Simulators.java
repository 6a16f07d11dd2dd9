package org.emishub.deployment.sandbox;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.education.simulator.PackageServlet;
import org.emishub.adapters.health.simulator.HealthRegisterSimulator;
import org.emishub.adapters.socialprotection.simulator.DciCallbackSimulator;
import org.emishub.adapters.socialprotection.simulator.Identity;
import org.emishub.adapters.socialprotection.simulator.Jwks;
import org.emishub.adapters.socialprotection.simulator.SocialRegistrySimulator;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.adapters.statistics.simulator.StatisticsCommitteeSimulator;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.Certificates;

/** The invented systems, each on a port of its own with a certificate of its own. */
public final class Simulators implements AutoCloseable {
    /** Each can be started alone under this name. */
    public enum Name {
        EMIS,
        HEALTH,
        REGISTRY,
        STATISTICS,
        MIS
    }

    private final HubConfig config;
    private final SandboxKeys keys;
    private final SyntheticCountry country;
    private final Map<Invented, ServletPort> ports = new HashMap<>();
    private final DciCallbackSimulator callback;
    private Optional<StatisticsCommitteeSimulator> committee = Optional.empty();

    public Simulators(HubConfig config, SandboxKeys keys, SyntheticCountry country) {
        this.config = config;
        this.keys = keys;
        this.country = country;
        this.callback = new DciCallbackSimulator(
                identity(Invented.MIS, keys.of(Invented.MIS.id(), Invented.MIS.uses())),
                config.name().toString(),
                new Jwks(HttpClient.newHttpClient(), published(config)),
                Clock.systemUTC());
    }

    /** Opens every one. */
    public Simulators openAll() {
        for (Name name : Name.values()) {
            open(name);
        }
        return this;
    }

    /** Opens one on its configured port; gives its address. */
    public String open(Name name) {
        HubConfig.Simulators at = config.simulators();
        int port =
                switch (name) {
                    case EMIS -> at.emis();
                    case HEALTH -> at.health();
                    case REGISTRY -> at.registry();
                    case STATISTICS -> at.statistics();
                    case MIS -> at.mis();
                };
        try {
            return open(name, port);
        } catch (ServletPort.Taken e) {
            throw new ServletPort.Taken(
                    "port " + port + " is taken: another demo or hub seems to be running. Stop it, or "
                            + "give another port: simulators." + name.name().toLowerCase(Locale.ROOT)
                            + " in hub.yaml, or HUB_SIMULATORS_" + name.name() + " in the environment");
        }
    }

    /** Opens one on another port; gives its address. */
    public String open(Name name, int port) {
        return switch (name) {
            case EMIS -> open(system(name), port, "/package", new PackageServlet(EmisRecords.register(country)));
            case HEALTH -> open(system(name), port, "/fhir/*", health());
            case REGISTRY -> open(system(name), port, "/registry/sync/search", registry());
            case STATISTICS -> open(system(name), port, "/sdmx", committee());
            case MIS -> open(system(name), port, "/registry/on-search", callback);
        };
    }

    private String open(Invented system, int port, String path, Servlet servlet) {
        ServletPort opened = ServletPort.open(port, Optional.of(tls(system)), Map.of(path, servlet));
        ports.put(system, opened);
        return opened.address() + path;
    }

    private Servlet health() {
        return new HealthRegisterSimulator(HealthRecords.children(country), true, Clock.system(ZoneOffset.UTC))
                .servlet();
    }

    private Servlet registry() {
        KeyFile file = keys.of(Invented.SOCIAL_REGISTRY.id(), Invented.SOCIAL_REGISTRY.uses());
        return new SocialRegistrySimulator(
                identity(Invented.SOCIAL_REGISTRY, file),
                config.name().toString(),
                new Jwks(HttpClient.newHttpClient(), published(config)),
                SocialRecords.households(country),
                Clock.systemUTC());
    }

    private Servlet committee() {
        try (InputStream structure = StatisticsReceiver.class.getResourceAsStream("EMIS_ENROLMENT.xml")) {
            if (structure == null) {
                throw new IllegalStateException("EMIS_ENROLMENT.xml is missing from the class path");
            }
            committee = Optional.of(new StatisticsCommitteeSimulator(structure.readAllBytes()));
            return committee.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where social protection's system takes answers that come later. */
    DciCallbackSimulator callback() {
        return callback;
    }

    /** The table that the statistics committee took last. */
    Optional<StatisticsCommitteeSimulator.Received> newestTable() {
        return committee
                .map(StatisticsCommitteeSimulator::received)
                .filter(tables -> !tables.isEmpty())
                .map(tables -> tables.get(tables.size() - 1));
    }

    /** Mutual TLS as one of the invented systems. */
    public Tls tls(Invented system) {
        return new Tls(keys.of(system.id(), system.uses()), keys.authority());
    }

    /** One of the invented systems, as it signs. */
    static Identity identity(Invented system, KeyFile file) {
        return new Identity(
                system.id().toString(),
                Certificates.kid(file.certificate(Use.SIGNING.alias())),
                file.key(Use.SIGNING.alias()));
    }

    /** Where the hub publishes its keys. */
    static URI published(HubConfig config) {
        return URI.create(
                "http://" + config.doors().host() + ":" + config.doors().http() + "/.well-known/jwks.json");
    }

    /** Closes one, as if its machine were switched off. */
    void shut(Name name) {
        ServletPort port = ports.remove(system(name));
        if (port != null) {
            port.close();
        }
    }

    private static Invented system(Name name) {
        return switch (name) {
            case EMIS -> Invented.EMIS;
            case HEALTH -> Invented.HEALTH_REGISTER;
            case REGISTRY -> Invented.SOCIAL_REGISTRY;
            case STATISTICS -> Invented.COMMITTEE;
            case MIS -> Invented.MIS;
        };
    }

    @Override
    public void close() {
        ports.values().forEach(ServletPort::close);
        ports.clear();
    }
}
