package org.emishub.deployment.campaign.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.emishub.deployment.campaign.check.Checker;
import org.emishub.deployment.campaign.check.Clear;
import org.emishub.deployment.campaign.check.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders, a hub, receivers and the checker together, with nothing that disturbs them. */
class LoadTest {
    @Test
    void a_hub_that_is_left_alone_gives_no_finding(@TempDir Path work) throws Exception {
        try (Small small = Small.start(work)) {
            Load.Drained drained;
            try (Witness witness = Witness.start(List.of(small.disk().resolve("node-1")), small.outside());
                    Load load = Load.start(small.parties(), small.doors(), small.outside(), 30, 1, Agreed.quick())) {
                Thread.sleep(8_000);
                drained = load.drain(Duration.ofMinutes(3));
                assertThat(witness).isNotNull();
            }
            Findings findings = Checker.check(small.outside(), small.parties(), small.database(), Small.ATTEMPTS);
            System.out.println(drained + " " + findings);
            assertThat(findings.all()).isEmpty();
            assertThat(drained.accepted()).isGreaterThan(20);
            assertThat(drained.waiting()).isZero();
            assertThat(Clear.search(List.of(small.disk()))).isEmpty();
        }
    }
}
