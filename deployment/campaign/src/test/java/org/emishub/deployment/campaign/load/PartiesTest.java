package org.emishub.deployment.campaign.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.SignatureCheck;
import org.emishub.security.member.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartiesTest {
    @Test
    void have_signed_what_they_agreed_as_a_hub_in_production_wants_it(@TempDir Path folder) {
        Parties parties = Parties.make(
                folder,
                IntStream.range(0, Agreed.receivers().size())
                        .map(i -> 40_000 + i)
                        .boxed()
                        .toList());
        InstantSource clock = InstantSource.system();
        SignatureCheck check = new SignatureCheck(Members.load(parties.membersFolder(), clock), clock);

        assertThat(Agreements.load(parties.agreements(), clock, Optional.of(check))
                        .all())
                .hasSameSizeAs(Agreed.ALL);
    }
}
