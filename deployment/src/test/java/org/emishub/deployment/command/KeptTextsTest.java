package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.Test;

class KeptTextsTest {
    private static final KeptTexts SHIPPED =
            KeptTexts.of(Agreements.load(Path.of(System.getProperty("emishub.root"), "routes", "agreements")));

    /** The agreements that are shipped hold in Dushanbe, where a day begins at 19:00 UTC. */
    @Test
    void today_is_the_day_where_the_agreements_hold() {
        assertThat(SHIPPED.today(Instant.parse("2026-11-22T18:59:59Z"))).isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(SHIPPED.today(Instant.parse("2026-11-22T19:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 23));
    }

    @Test
    void today_is_that_of_UTC_where_there_are_none() {
        assertThat(new KeptTexts(List.of(), "none").today(Instant.parse("2026-11-22T23:59:59Z")))
                .isEqualTo(LocalDate.of(2026, 11, 22));
    }
}
