package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final LocalDate FROM = LocalDate.of(2026, 10, 1);
    private static final LocalDate TO = LocalDate.of(2026, 11, 1);
    private static final Agreement OLD = SampleAgreement.query();
    private static final Agreement OTHER =
            SampleAgreement.parse(SampleAgreement.QUERY.replace("sample.query", "sample.other"));

    private static Changes between(List<Agreement> then, List<Agreement> now) {
        return Changes.between(FROM, then, TO, now, "from a test");
    }

    private static Agreement with(String line, String instead) {
        assertThat(SampleAgreement.QUERY).contains(line);
        return SampleAgreement.parse(SampleAgreement.QUERY.replace(line, instead));
    }

    @Test
    void tells_what_came_and_what_ended() {
        Changes changes = between(List.of(OLD), List.of(OTHER));

        assertThat(changes.came()).containsExactly(OTHER);
        assertThat(changes.ended()).containsExactly(OLD);
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.json().path("came").path(0).path("agreement").asString())
                .isEqualTo("sample.other");
    }

    @Test
    void says_nothing_of_what_stayed() {
        Changes changes = between(List.of(OLD, OTHER), List.of(OLD, OTHER));

        assertThat(changes.came()).isEmpty();
        assertThat(changes.ended()).isEmpty();
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.same()).isEqualTo(2);
    }

    @Test
    void says_in_words_which_field_leaves_otherwise() {
        Agreement next = with("  attendance.rate: rounded to 5", "  attendance.rate: as is\n  child.sex: as is");

        assertThat(between(List.of(OLD), List.of(next)).changed())
                .singleElement()
                .extracting(Changes.Changed::words)
                .isEqualTo(List.of(
                        "attendance.rate leaves otherwise: was 'rounded to 5', is 'as is'.",
                        "child.sex now leaves: as is."));
    }

    @Test
    void says_in_words_which_field_leaves_no_more_and_which_term_is_another() {
        Agreement next = SampleAgreement.parse(SampleAgreement.QUERY
                .replace("  child.birthDate: year\n", "")
                .replace("client: 180 days", "client: 30 days"));

        assertThat(between(List.of(OLD), List.of(next)).changed().get(0).words())
                .containsExactly("retentionClient: was '180 days', is '30 days'.", "child.birthDate leaves no more.");
    }

    @Test
    void says_that_only_the_text_changed() {
        assertThat(Changes.words(OLD, SampleAgreement.parse(SampleAgreement.QUERY + "# a remark\n")))
                .containsExactly("The text was changed, and no term of it.");
    }

    @Test
    void is_printed_as_a_page_and_as_rows() {
        Changes changes = between(List.of(OLD), List.of(with("rounded to 5", "rounded to 10"), OTHER));

        assertThat(changes.html()).contains("sample.other", "was &#39;rounded to 5&#39;, is &#39;rounded to 10&#39;");
        assertThat(changes.csv().lines()).hasSize(3);
    }
}
