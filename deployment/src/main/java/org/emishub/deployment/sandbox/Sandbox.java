package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.security.agreement.NamedCheck;

/** A hub with its invented systems around it, all on this machine. */
public final class Sandbox implements AutoCloseable {
    private static final String COUNTRY = "TJ";
    private static final String REGISTRAR = "registrar";
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
        SyntheticCountry country = country(config);
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

    /** The invented country, the same for the same seed and size. */
    public static SyntheticCountry country(HubConfig config) {
        return SyntheticCountry.generate(
                config.simulators().seed(), config.simulators().children(), COUNTRY);
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
                            clients().https("/oneroster/packages"),
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
        SyntheticChild cared = cast.cared();
        facts.guardians().born(cared.nationalId(), cared.birthDate(), REGISTRAR);
        facts.guardians().give(guardian(cared), cared.nationalId(), now, Optional.empty(), REGISTRAR);
    }

    private static String guardian(SyntheticChild child) {
        return child.guardians().get(0).nationalId();
    }

    /** A question that a sandbox's agreement applies to: {@code child}, {@code actor}, {@code role}, {@code case}. */
    public static Map<String, String> anyQuestion(HubConfig config, String agreement) {
        Cast cast = Cast.of(country(config));
        if (agreement.startsWith("social-protection.")) {
            return question(cast.granted(), Cast.GRANT_WORKER, "case worker", Cast.GRANT_CASE);
        }
        if (agreement.startsWith("needs.")) {
            return question(cast.cared(), Cast.CARE_WORKER, "social worker", Cast.CARE_CASE);
        }
        boolean school = agreement.equals("health.enrolment-check");
        return question(
                school ? cast.examined() : cast.other(), "z.sharipova", school ? "school nurse" : "school head", "");
    }

    /** A child of the sandbox whose data was asked for, and one who may know: {@code child}, {@code as}. */
    public static Map<String, String> anyGuardian(HubConfig config) {
        SyntheticChild cared = Cast.of(country(config)).cared();
        return Map.of("child", cared.nationalId(), "as", "guardian:" + guardian(cared));
    }

    private static Map<String, String> question(SyntheticChild child, String actor, String role, String caseId) {
        return Map.of("child", child.nationalId(), "actor", actor, "role", role, "case", caseId);
    }

    /** What to try on a command line next, for children of this country. */
    public String suggestions() {
        return """
                Try, from another terminal:
                  ./hub needs %1$s --user %2$s --case %3$s
                  ./hub explain --agreement social-protection.attendance --child %4$s --actor %5$s --role 'case worker' --case %6$s
                  ./hub register --format csv
                  ./hub ledger verify"""
                .formatted(
                        cast.cared().nationalId(),
                        Cast.CARE_WORKER,
                        Cast.CARE_CASE,
                        cast.granted().nationalId(),
                        Cast.GRANT_WORKER,
                        Cast.GRANT_CASE);
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

    /** The invented systems that ask. */
    public Clients clients() {
        return new Clients(config, keys);
    }

    @Override
    public void close() {
        hub.close();
        simulators.close();
    }
}
