package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A working day: packages, questions, events and batches about many children, and what goes wrong besides. */
final class Busy {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ASKED_ABOUT = 30;
    private static final int ROWS = 100;

    private final Sandbox sandbox;
    private final List<SyntheticChild> pupils;
    private final HubProtocolClient schools;
    private final HubProtocolClient casework;

    private Busy(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.pupils = sandbox.country()
                .children()
                .filter(child -> child.asEmis().isPresent() && !child.sealed())
                .toList();
        this.schools = sandbox.clients().hubProtocol(Invented.SCHOOLS);
        this.casework = sandbox.clients().hubProtocol(Invented.CASEWORK);
    }

    /** Plays it; returns how many messages were sent. */
    static int day(Sandbox sandbox) throws IOException, InterruptedException {
        Busy busy = new Busy(sandbox);
        sandbox.load();
        int sent = new Scenarios(sandbox).play().size();
        sent += busy.questions();
        sent += busy.batch();
        sent += busy.packages();
        return sent + busy.nonsense();
    }

    private int questions() {
        StoredFacts facts = sandbox.hub().part(HubRoutes.class).facts();
        int sent = 0;
        for (SyntheticChild child : pupils.subList(0, ASKED_ABOUT)) {
            schools.send("health.enrolment-check", "query", question(described(child), "school nurse", "", "PUBHLTH"));
            String open = "C-" + child.index();
            facts.openCase(open, Cast.CARE_WORKER + "@" + Invented.CASEWORK.id(), child.nationalId(), Instant.now());
            ObjectNode byNumber = MAPPER.createObjectNode().put("child.id", child.nationalId());
            for (String agreement : NeedsView.AGREEMENTS) {
                casework.send(agreement, "query", question(byNumber, "social worker", open, "CAREMGT"));
            }
            sent += 1 + NeedsView.AGREEMENTS.size();
        }
        return sent;
    }

    private static ObjectNode described(SyntheticChild child) {
        return MAPPER.createObjectNode()
                .put("child.id", child.nationalId())
                .put("child.familyName", child.name().family())
                .put("child.givenName", child.name().given())
                .put("child.birthDate", child.birthDate().toString())
                .put("child.sex", child.sex());
    }

    static ObjectNode question(ObjectNode subject, String role, String openCase, String purpose) {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", purpose);
        content.set("subject", subject);
        String user = role.equals("social worker") ? Cast.CARE_WORKER : "z.sharipova";
        content.putObject("asker").put("user", user).put("role", role).put("case", openCase);
        return content;
    }

    private int batch() {
        ObjectNode content = MAPPER.createObjectNode().put("purpose", "ELIGDTRM");
        content.putObject("asker").put("user", "m.cook").put("role", "meals officer");
        ArrayNode rows = content.putArray("rows");
        for (int i = 0; i < ROWS; i++) {
            rows.addObject()
                    .put("row", Integer.toString(i + 1))
                    .putObject("subject")
                    .put("child.id", pupils.get(i).nationalId());
        }
        schools.send("education.school-meals", "batch", content);
        return 1;
    }

    /** Children that change, and some whose lines are wrong, with their names and numbers in the wrong columns. */
    private int packages() {
        List<EmisStudent> changed = pupils.subList(0, ASKED_ABOUT).stream()
                .flatMap(child -> EmisRecords.student(child).stream())
                .map(one -> with(one, one.address(), one.sex(), one.grade(), "left"))
                .toList();
        List<EmisStudent> wrong = pupils.subList(ASKED_ABOUT, 2 * ASKED_ABOUT).stream()
                .flatMap(child -> EmisRecords.student(child).stream())
                .map(one ->
                        with(one, one.address(), one.nationalId() + one.name().given(), one.phone(), one.address()))
                .toList();
        var register = EmisRecords.register(sandbox.country());
        sandbox.deliver("application/zip", register.delta(changed, List.of()));
        sandbox.deliver("application/zip", register.delta(wrong, List.of()));
        return 2;
    }

    private static EmisStudent with(EmisStudent one, String birthDate, String sex, String grade, String status) {
        boolean wrong = !status.equals("left");
        return new EmisStudent(
                one.id(),
                one.number(),
                one.nationalId(),
                one.name(),
                wrong ? birthDate : one.birthDate(),
                sex,
                one.language(),
                one.nationality(),
                one.district(),
                one.address(),
                one.phone(),
                one.sealed(),
                one.schoolId(),
                one.classId(),
                grade,
                one.enrolledFrom(),
                one.enrolledTo(),
                status,
                one.repeated(),
                one.support(),
                one.guardians());
    }

    /** Values where they have no business to be: as ids, agreements, users, in paths and in bodies that are no messages. */
    private int nonsense() throws IOException, InterruptedException {
        int sent = 0;
        for (SyntheticChild child : pupils.subList(0, 5)) {
            ObjectNode subject = MAPPER.createObjectNode().put("child.id", child.address());
            schools.send("health.enrolment-check", "query", question(subject, child.phone(), child.phone(), "PUBHLTH"));
            ObjectNode field = MAPPER.createObjectNode().put(child.nationalId(), child.phone());
            schools.send("health.enrolment-check", "query", question(field, "school nurse", "", child.nationalId()));
            schools.send(child.nationalId(), "query", question(field, "school nurse", "", "PUBHLTH"));
            String http = "http://127.0.0.1:" + sandbox.config().doors().http();
            for (String path : List.of("/exchange", "/soap/attendance", "/" + child.nationalId())) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(http + path))
                        .header("Content-Type", "application/jose")
                        .header("X-Child", child.nationalId())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                child.nationalId() + child.name().family() + child.address()))
                        .build();
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            }
            sent += 6;
        }
        return sent;
    }
}
