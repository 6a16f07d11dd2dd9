package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.wss4j.common.crypto.Merlin;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.Jwks;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.security.agreement.NamedCheck;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.envelope.JoseEnvelopes;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;

/** A hub with its invented systems around it, all on this machine. */
public final class Sandbox implements AutoCloseable {
    private static final String COUNTRY = "TJ";
    private static final String TERM = "2026/2027-1";

    private final HubConfig config;
    private final SandboxKeys keys;
    private final SyntheticCountry country;
    private final Cast cast;
    private final Simulators simulators;
    private final RunningHub hub;

    private Sandbox(HubConfig config, SandboxKeys keys, SyntheticCountry country, RunningHub hub, Simulators around) {
        this.config = config;
        this.keys = keys;
        this.country = country;
        this.cast = Cast.of(country);
        this.hub = hub;
        this.simulators = around;
    }

    /** Starts everything; the country is not loaded yet. */
    public static Sandbox start(HubConfig config) {
        SyntheticCountry country = SyntheticCountry.generate(
                config.simulators().seed(), config.simulators().children(), COUNTRY);
        SandboxKeys keys = SandboxRegistry.prepare(config);
        Simulators simulators = new Simulators(config, keys, country);
        try {
            simulators.openAll();
            return new Sandbox(config, keys, country, RunningHub.start(config), simulators);
        } catch (RuntimeException e) {
            simulators.close();
            throw e;
        }
    }

    /**
     * Has the school register deliver all pupils but the one who enrols later, and their attendance; and notes what social protection knows: applications and cases.
     *
     * @return how many rows the hub took
     */
    public long load() {
        Predicate<SyntheticChild> enrolledBefore =
                child -> child.index() != cast.newcomer().index()
                        && child.index() != cast.sealed().index();
        EmisSimulator register = EmisRecords.register(country, enrolledBefore);
        long rows = deliver("application/zip", register.bulk()).rowsAccepted();
        rows += deliver("text/csv", register.attendance(TERM, () -> EmisRecords.attendance(country, enrolledBefore)))
                .rowsAccepted();
        facts();
        return rows;
    }

    /** Posts a file as the school register. */
    public HubReceipt deliver(String mediaType, EmisSimulator.Content content) {
        try {
            return EmisRecords.register(country)
                    .post(
                            https("/oneroster/packages"),
                            mediaType,
                            content,
                            Optional.of(simulators.tls(Invented.EMIS).client()));
        } catch (IOException e) {
            throw new IllegalStateException("the school register cannot reach the hub", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delivering", e);
        }
    }

    private void facts() {
        StoredFacts facts = hub.part(HubRoutes.class).facts();
        facts.addToPopulation(
                NamedCheck.FAMILIES_WITH_AN_OPEN_GRANT_APPLICATION.words(),
                Stream.of(cast.granted().nationalId()));
        Instant now = Instant.now();
        String child = cast.granted().nationalId();
        facts.openCase(Cast.GRANT_CASE, Cast.GRANT_WORKER + "@" + Invented.MIS.id(), child, now);
        facts.openCase(Cast.GRANT_CASE, Cast.GRANT_WORKER + "@" + Invented.LEGACY.id(), child, now);
        facts.openCase(
                Cast.CARE_CASE,
                Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(),
                cast.cared().nationalId(),
                now);
        facts.seal(cast.sealed().nationalId());
    }

    /** The invented children the scenarios are about. */
    Cast cast() {
        return cast;
    }

    /** The invented country. */
    public SyntheticCountry country() {
        return country;
    }

    /** How the hub and the simulators were configured. */
    public HubConfig config() {
        return config;
    }

    Simulators simulators() {
        return simulators;
    }

    /** The hub itself. */
    public RunningHub hub() {
        return hub;
    }

    LedgerReader ledger() {
        return new LedgerReader(hub.part(DataSource.class));
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
    DciClientSimulator dci() {
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
    LegacySoapSimulator soap() {
        KeyFile file = keys.of(Invented.LEGACY.id(), Invented.LEGACY.uses());
        Tls tls = simulators.tls(Invented.LEGACY);
        Merlin crypto = new Merlin();
        crypto.setKeyStore(file.store());
        crypto.setTrustStore(tls.trust());
        return new LegacySoapSimulator(
                http(Invented.LEGACY),
                https("/soap/attendance"),
                crypto,
                Use.SOAP.alias(),
                file.password().reveal(),
                keys.hub().certificate(Use.SOAP.alias()));
    }

    private HttpClient http(Invented system) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(simulators.tls(system).client())
                .build();
    }

    private URI https(String path) {
        return URI.create(
                "https://" + config.doors().host() + ":" + config.doors().https() + path);
    }

    @Override
    public void close() {
        hub.close();
        simulators.close();
    }
}
