package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final Pseudonyms PSEUDONYMS = new HmacPseudonyms(new byte[32], "2026");
    private static final int ROUNDS = 20;
    private static final int CALLS = 2_000;

    /** The fastest of many rounds, so that a busy machine does not fail it. */
    @Test
    void decides_and_discloses_sixty_fields_in_less_than_50_microseconds() {
        Agreement agreement = SampleAgreement.disclosing(FieldCatalogue.standard().fields().stream()
                .limit(60)
                .map(field -> field.path() + ": as is\n")
                .collect(Collectors.joining()));
        ChildRecord record = new RandomExchange(1).record();
        Request request = new Request(agreement.client(), "HPAYMT", true, "z.rahimova", "supervisor", "C-1", 1);
        Instant at = Instant.parse("2026-10-01T00:00:00Z");

        double fastest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                Decision.decide(agreement, request, at);
                Disclosure.of(record, agreement, PSEUDONYMS);
            }
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1_000.0 / CALLS);
        }

        assertThat(fastest).as("microseconds").isLessThan(50);
    }
}
