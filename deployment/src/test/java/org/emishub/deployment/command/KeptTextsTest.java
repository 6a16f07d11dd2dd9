package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.Test;

class KeptTextsTest {
    private static final Path AGREEMENTS = Path.of(System.getProperty("emishub.root"), "routes/agreements");

    /** In the evening of UTC it is the next day in Dushanbe, and what began there since is of that day. */
    @Test
    void today_is_the_agreements_own() {
        KeptTexts texts = KeptTexts.of(Agreements.load(AGREEMENTS));
        assertThat(texts.today(Instant.parse("2026-11-22T18:59:59Z"))).isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(texts.today(Instant.parse("2026-11-22T19:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(new KeptTexts(List.of(), "none").today(Instant.parse("2026-11-22T23:59:59Z")))
                .isEqualTo(LocalDate.of(2026, 11, 22));
    }
}
