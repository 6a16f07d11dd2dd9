package org.emishub.adapters.education.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.simulator.EmisAttendance;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Period;
import org.emishub.routes.system.Question;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.junit.jupiter.api.Test;

/** A question as the route asks it under the agreement in force, and what may leave of the answer. */
class AgreedQuestionTest {
    private static final Period SEPTEMBER = new Period(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30));

    private final Fixture hub = new Fixture();
    private final Pseudonyms pseudonyms = new HmacPseudonyms(new byte[32], "2026");

    @Test
    void social_protection_learns_the_condition_and_not_the_register() throws Exception {
        load();
        Agreement agreement = agreement("social-protection.attendance.yaml");
        ChildRecord subject = ChildRecord.from("social-protection/mis", Fixture.TODAY)
                .put("child.id", "TJ10000001")
                .put("child.address", "not for the register's eyes")
                .build();
        Disclosure asked = Disclosure.ofQuestion(subject, agreement, pseudonyms);
        assertThat(asked.fields()).containsOnlyKeys("child.id");

        Question question = new Question("q-1", "attendance", asked, Optional.of(SEPTEMBER), "HPAYMT");
        Found found = hub.provider.find(question);
        assertThat(hub.provider.heldByHub()).isTrue();
        assertThat(found).isInstanceOf(Found.Match.class);

        Disclosure told = Disclosure.of(((Found.Match) found).record(), agreement, pseudonyms);
        Map<String, String> leaves = new TreeMap<>();
        told.fields().forEach((path, value) -> leaves.put(path, value.toString()));
        assertThat(leaves)
                .containsEntry("attendance.condition", "met")
                .containsEntry("attendance.rate", "90")
                .containsEntry("child.birthDate", "2019")
                .doesNotContainKeys("attendance.absences", "child.familyName", "guardian[0].name");
    }

    private void load() throws Exception {
        EmisSimulator emis = TestCountry.emis(60);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        emis.bulk().to(zip);
        hub.snapshot.load(
                Fixture.posted(zip.toByteArray()), "bulk", Fixture.TODAY, (f, l, c, code) -> {}, hub.unmapped::add);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        EmisAttendance month = new EmisAttendance("student-1", "2026-09", 24, 2, 2, 0, 1, "2026-09-30", "IL");
        emis.attendance("2026/1", () -> Stream.of(month)).to(csv);
        hub.snapshot.loadAttendance(
                new ByteArrayInputStream(csv.toByteArray()),
                "a",
                Fixture.TODAY,
                (f, l, c, code) -> {},
                hub.unmapped::add);
    }

    private static Agreement agreement(String file) throws Exception {
        Path path = Path.of(System.getProperty("emishub.root"))
                .resolve("routes/agreements")
                .resolve(file);
        return AgreementFile.parse(file, Files.readAllBytes(path));
    }
}
