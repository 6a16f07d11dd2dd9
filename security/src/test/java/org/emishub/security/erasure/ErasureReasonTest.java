package org.emishub.security.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErasureReasonTest {
    @Test
    void is_read_by_code_in_either_spelling_and_by_its_words() {
        assertThat(ErasureReason.of("COURT_ORDER")).contains(ErasureReason.COURT_ORDER);
        assertThat(ErasureReason.of(" court-order ")).contains(ErasureReason.COURT_ORDER);
        for (ErasureReason reason : ErasureReason.values()) {
            assertThat(ErasureReason.of(reason.words())).contains(reason);
        }
    }

    @Test
    void is_nothing_that_somebody_wrote_freely() {
        assertThat(ErasureReason.of("because Bono asked")).isEmpty();
        assertThat(ErasureReason.of("")).isEmpty();
    }
}
