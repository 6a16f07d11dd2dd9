package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.adapters.education.simulator.HubReceipt;
import org.emishub.adapters.socialprotection.simulator.DciClientSimulator;
import org.emishub.adapters.socialprotection.simulator.LegacySoapSimulator;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The acceptance scenarios, each played once as it should go and once as it must be refused, by real clients over HTTP. */
public final class Scenarios {
    private static final Logger LOG = LoggerFactory.getLogger(Scenarios.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String STATISTICS = "statistics.enrolment";
    private static final LocalDate FROM = LocalDate.of(2026, 9, 1);
    private static final LocalDate TO = LocalDate.of(2026, 10, 31);

    private final Sandbox sandbox;
    private final Cast cast;
    private final Agreements agreements;

    public Scenarios(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.cast = sandbox.cast();
        this.agreements = Agreements.load(sandbox.config().agreements());
    }

    /** All of them, in the order in which a story would be told. */
    public List<Played> play() {
        List<Played> played = new ArrayList<>();
        Stream.<Supplier<Played>>of(
                        this::enrolmentCheck,
                        this::enrolmentCheckWithTwoMatches,
                        this::attendanceOverDci,
                        this::attendanceOverDciWithoutCase,
                        this::attendanceOverSoap,
                        this::attendanceOverSoapForAnotherPurpose)
                .forEach(scenario -> played.add(attempt(scenario)));
        NeedsView.AGREEMENTS.forEach(agreement -> played.add(attempt(() -> needsView(agreement, true))));
        NeedsView.AGREEMENTS.forEach(agreement -> played.add(attempt(() -> needsView(agreement, false))));
        Stream.<Supplier<Played>>of(
                        this::statistics,
                        this::statisticsForSomebodyElse,
                        this::childEnrolled,
                        this::sealedChildEnrolled)
                .forEach(scenario -> played.add(attempt(scenario)));
        return played;
    }

    /** A scenario that breaks is one that failed; the others are played all the same. */
    private static Played attempt(Supplier<Played> scenario) {
        try {
            return scenario.get();
        } catch (RuntimeException e) {
            LOG.error("a scenario broke", e);
            return new Played(
                    "broken",
                    "A scenario broke",
                    "",
                    "",
                    String.valueOf(e.getMessage()),
                    Map.of(),
                    Map.of(),
                    "",
                    List.of());
        }
    }

    /** S1: school asks the health register about a child who starts school. */
    Played enrolmentCheck() {
        Scene scene = scene(
                "S1",
                "Health check and vaccinations at enrolment",
                "School nurse z.sharipova, School " + cast.examined().school().name() + " (education/schools)",
                "health.enrolment-check");
        ObjectNode subject =
                MAPPER.createObjectNode().put("child.id", cast.examined().nationalId());
        HubProtocolClient.Answer answer =
                ask(Invented.SCHOOLS, "health.enrolment-check", subject, "z.sharipova", "school nurse", "", "PUBHLTH");
        return scene.disclosed(fields(answer), answer.refusal());
    }

    /** S1: the same without the number, of twins: two children fit, so nothing may be said of either. */
    Played enrolmentCheckWithTwoMatches() {
        Scene scene = scene(
                "S1.refused",
                "The same question without a number, of twins: two children fit",
                "School nurse z.sharipova (education/schools)",
                "health.enrolment-check");
        SyntheticChild twin = cast.twin();
        ObjectNode subject = MAPPER.createObjectNode()
                .put("child.familyName", twin.name().family())
                .put("child.birthDate", twin.birthDate().toString())
                .put("child.sex", twin.sex());
        HubProtocolClient.Answer answer =
                ask(Invented.SCHOOLS, "health.enrolment-check", subject, "z.sharipova", "school nurse", "", "PUBHLTH");
        return scene.refused(answer.refusal(), "NO_DATA", List.of("AMBIGUOUS_CHILD", "UNKNOWN_CHILD"), fields(answer));
    }

    /** S3 over DCI: did the child attend, so that the family keeps the grant? */
    Played attendanceOverDci() {
        Scene scene = scene(
                "S3.dci",
                "School attendance for the child grant, asked over DCI",
                "Case worker " + Cast.GRANT_WORKER + ", case " + Cast.GRANT_CASE + " (social-protection/mis)",
                "social-protection.attendance");
        DciClientSimulator.Answer answer = dci(cast.granted(), Cast.GRANT_CASE);
        return scene.disclosed(
                dciFields(answer), answer.signed() ? answer.reason() : "the answer is not signed by the hub");
    }

    Played attendanceOverDciWithoutCase() {
        Scene scene = scene(
                "S3.dci.refused",
                "The same question about a child whose family applied for nothing",
                "Case worker " + Cast.GRANT_WORKER + " without a case for this child (social-protection/mis)",
                "social-protection.attendance");
        DciClientSimulator.Answer answer = dci(cast.other(), Cast.GRANT_CASE);
        return scene.refused(code(answer.message()), "NO_DATA", List.of("NO_CASE"), dciFields(answer));
    }

    private DciClientSimulator.Answer dci(SyntheticChild child, String caseId) {
        try {
            return sandbox.clients()
                    .dci()
                    .ask(new DciClientSimulator.Question(
                            child.nationalId(), FROM, TO, Cast.GRANT_WORKER, "case worker", caseId, "HPAYMT"));
        } catch (IOException e) {
            throw new IllegalStateException("social protection cannot reach the hub over DCI", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** S3 over SOAP: the same question by an older system gets the same disclosure. */
    Played attendanceOverSoap() {
        Scene scene = scene(
                "S3.soap",
                "The same question by an older system, over SOAP",
                "Case worker " + Cast.GRANT_WORKER + ", case " + Cast.GRANT_CASE + " (social-protection/legacy)",
                "social-protection.attendance-legacy");
        LegacySoapSimulator.Answer answer = soap("HPAYMT");
        return scene.disclosed(
                answer.fields(), answer.secured() && answer.code().equals("OK") ? "" : answer.toString());
    }

    Played attendanceOverSoapForAnotherPurpose() {
        Scene scene = scene(
                "S3.soap.refused",
                "The same question for a purpose that the agreement does not name",
                "Case worker " + Cast.GRANT_WORKER + " (social-protection/legacy), for marketing",
                "social-protection.attendance-legacy");
        LegacySoapSimulator.Answer answer = soap("HMARKT");
        return scene.refused(answer.code(), "NO_LEGAL_BASIS", List.of("NO_LEGAL_BASIS"), answer.fields());
    }

    private LegacySoapSimulator.Answer soap(String purpose) {
        try {
            return sandbox.clients()
                    .soap()
                    .ask(new DciClientSimulator.Question(
                            cast.granted().nationalId(),
                            FROM,
                            TO,
                            Cast.GRANT_WORKER,
                            "case worker",
                            Cast.GRANT_CASE,
                            purpose));
        } catch (IOException e) {
            throw new IllegalStateException("social protection cannot reach the hub over SOAP", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** S8: a social worker's needs view, one question to three sectors, each answered under its own agreement. */
    Played needsView(String agreement, boolean withCase) {
        String part = agreement.substring(agreement.indexOf('.') + 1);
        Scene scene = scene(
                "S8." + part + (withCase ? "" : ".refused"),
                "Social worker's needs view, " + part + (withCase ? "" : ": no case is open"),
                "Social worker " + Cast.CARE_WORKER + (withCase ? ", case " + Cast.CARE_CASE : ", no case")
                        + " (social-protection/casework)",
                agreement);
        NeedsView.Asker asker = new NeedsView.Asker(
                cast.cared().nationalId(), Cast.CARE_WORKER, "social worker", withCase ? Cast.CARE_CASE : "C-0000-000");
        HubProtocolClient.Answer answer =
                new NeedsView(sandbox.clients().hubProtocol(Invented.CASEWORK)).ask(agreement, asker);
        return withCase
                ? scene.disclosed(fields(answer), answer.refusal())
                : scene.refused(answer.refusal(), "NO_DATA", List.of("NO_CASE"), fields(answer));
    }

    /** S11: enrolment by age, sex, grade, district and need goes to the statistics committee, small cells suppressed. */
    Played statistics() {
        Scene scene = scene(
                "S11",
                "Enrolment statistics, small cells suppressed",
                "Ministry of Education (education/emis)",
                STATISTICS);
        Acceptance accepted = sandbox.hub()
                .part(HubRoutes.class)
                .publish(STATISTICS, LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC));
        if (accepted instanceof Acceptance.Refused refused) {
            return scene.disclosed(Map.of(), "refused: " + refused.code());
        }
        List<LedgerEntry> entries = scene.await("DELIVERED");
        Map<String, String> got = new TreeMap<>();
        agreement(STATISTICS).discloses().keySet().forEach(path -> got.put(path, "counted, never a single child"));
        return sandbox.simulators()
                .newestTable()
                .map(table -> {
                    got.put("child.id", table.observations() + " cells, " + table.suppressed() + " of them suppressed");
                    return scene.told(table.suppressed() > 0 ? "" : "no cell was suppressed", got, "", entries);
                })
                .orElseGet(() -> scene.told("the committee has no table", Map.of(), "", entries));
    }

    /** S11: somebody who is no party to the agreement wants the table. */
    Played statisticsForSomebodyElse() {
        Scene scene = scene(
                "S11.refused",
                "A system that is no party to the agreement asks for the same figures",
                "Casework system (social-protection/casework)",
                STATISTICS);
        HubProtocolClient.Answer answer = ask(
                Invented.CASEWORK,
                STATISTICS,
                MAPPER.createObjectNode(),
                Cast.CARE_WORKER,
                "social worker",
                "",
                "HRESCH");
        return scene.refused(answer.refusal(), "NOT_AGREED", List.of("NOT_AGREED"), fields(answer));
    }

    /** A child enrols: the school register's next package tells the hub, the hub tells the health register. */
    Played childEnrolled() {
        Scene scene = scene(
                "child-enrolled",
                "A child enrols: the health register is told",
                "School register (education/emis), in its next package",
                "health.child-enrolled");
        deliver(cast.newcomer());
        List<LedgerEntry> entries = scene.await("DELIVERED");
        Map<String, String> got = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.event().equals("RELEASED"))
                .flatMap(entry -> entry.fields().stream())
                .forEach(path -> got.put(path, "as in the school register"));
        boolean delivered = entries.stream().anyMatch(entry -> entry.event().equals("DELIVERED"));
        return scene.disclosed(got, delivered ? "" : "the health register gave no receipt");
    }

    Played sealedChildEnrolled() {
        Scene scene = scene(
                "child-enrolled.refused",
                "A child whose whereabouts are protected enrols: nobody is told",
                "School register (education/emis), in its next package",
                "health.child-enrolled");
        deliver(cast.sealed());
        return scene.refused("SEALED", "SEALED", List.of("SEALED"), Map.of());
    }

    private HubReceipt deliver(SyntheticChild child) {
        List<EmisStudent> changed = EmisRecords.student(child).stream().toList();
        return sandbox.deliver(
                "application/zip", EmisRecords.register(sandbox.country()).delta(changed, List.of()));
    }

    private HubProtocolClient.Answer ask(
            Invented client,
            String agreement,
            ObjectNode subject,
            String user,
            String role,
            String caseId,
            String purpose) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", purpose);
        content.set("subject", subject);
        content.putObject("asker").put("user", user).put("role", role).put("case", caseId);
        return sandbox.clients().hubProtocol(client).send(agreement, "query", content);
    }

    private static Map<String, String> fields(HubProtocolClient.Answer answer) {
        Map<String, String> fields = new TreeMap<>();
        answer.content()
                .path("fields")
                .properties()
                .forEach(f -> fields.put(f.getKey(), f.getValue().asString("")));
        return fields;
    }

    private static Map<String, String> dciFields(DciClientSimulator.Answer answer) {
        return answer.records().isEmpty()
                ? Map.of()
                : DciRecord.fields(answer.records().get(0));
    }

    private static String code(String message) {
        return message.split("[ :]", 2)[0];
    }

    private Scene scene(String id, String title, String who, String agreement) {
        return new Scene(id, title, who, agreement(agreement), sandbox.ledger());
    }

    private Agreement agreement(String id) {
        return agreements
                .byId(id)
                .orElseThrow(() -> new IllegalStateException("the sandbox needs the agreement " + id));
    }
}
