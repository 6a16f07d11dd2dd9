package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted from a ledger's leaves: the matrix and the figures of an assessment. */
class MatrixTest {
    private static final Agreement SAMPLE = SampleAgreement.query();

    @TempDir
    Path folder;

    private TestLedger world;
    private PostgresLedger ledger;

    @BeforeEach
    void a_ledger() {
        world = new TestLedger(folder);
        ledger = world.open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void enter(Event event, String code, String... fields) {
        EntryDraft draft = new EntryDraft(
                event,
                "m",
                Optional.of(SAMPLE.ref()),
                code,
                "",
                Optional.of(SAMPLE.provider()),
                Optional.of(SAMPLE.client()),
                List.of(fields),
                0,
                "",
                Side.NONE);
        ledger.commit((connection, appender) -> appender.append(draft));
    }

    private AgreementUse use(Duration back) {
        return AgreementUse.of(
                new EntryReader(world.database, world.vault), Instant.now().minus(back));
    }

    private Matrix.Row row(String path) {
        return Matrix.of(List.of(SAMPLE), use(Duration.ofDays(90)), Instant.now()).rows().stream()
                .filter(row -> row.field().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void counts_what_left_and_names_what_is_allowed_and_was_never_used() {
        enter(Event.ASKED, "OK", "child.id");
        enter(Event.RELEASED, "OK", "attendance.rate");
        enter(Event.RELEASED, "OK", "attendance.rate");
        enter(Event.REFUSED, "NO_CASE");

        assertThat(row("attendance.rate")).satisfies(row -> {
            assertThat(row.delivered()).isEqualTo(2);
            assertThat(row.allowed()).isEqualTo("rounded to 5");
            assertThat(row.verdict()).isEqualTo(Matrix.Verdict.USED);
        });
        assertThat(row("child.birthDate").verdict()).isEqualTo(Matrix.Verdict.NEVER_USED);
        assertThat(row("child.familyName")).satisfies(row -> {
            assertThat(row.asked()).isTrue();
            assertThat(row.verdict()).isEqualTo(Matrix.Verdict.REFUSED);
            assertThat(row.reason()).isEqualTo("The client already holds it");
        });
        assertThat(row("child.id")).satisfies(row -> {
            assertThat(row.told()).isEqualTo(1);
            assertThat(row.verdict()).isEqualTo(Matrix.Verdict.TOLD);
        });
        assertThat(row("household.income").verdict()).isEqualTo(Matrix.Verdict.NOT_ASKED);
    }

    @Test
    void tells_an_unused_field_from_an_agreement_that_was_not_used_at_all() {
        assertThat(row("child.birthDate").verdict()).isEqualTo(Matrix.Verdict.NO_EXCHANGE);
    }

    @Test
    void counts_nothing_from_before() {
        enter(Event.RELEASED, "OK", "attendance.rate");

        assertThat(use(Duration.ofSeconds(-1)).of(SAMPLE).of(Event.RELEASED)).isZero();
        assertThat(use(Duration.ofDays(1)).of(SAMPLE).of(Event.RELEASED)).isOne();
    }

    @Test
    void an_assessment_has_the_figures_the_terms_and_what_is_for_its_authors() {
        enter(Event.RELEASED, "OK", "attendance.rate");
        enter(Event.REFUSED, "NO_CASE");
        enter(Event.REFUSED, "NO_CASE");

        Dpia dpia = new Dpia(SAMPLE, use(Duration.ofDays(90)), List.of("night"), Instant.now());

        assertThat(dpia.json().path("volumes").path("Releases").asLong()).isEqualTo(1);
        assertThat(dpia.json().path("refusals").path("NO_CASE").asLong()).isEqualTo(2);
        assertThat(dpia.json().path("rights").path("To object").asString()).contains("stops this exchange");
        assertThat(dpia.json().path("necessity").path(0).path("as").asString()).isEqualTo("year");
        assertThat(dpia.html()).contains("Rules watch for: night.", "For the authors", "Law on Samples, art. 1");
    }
}
