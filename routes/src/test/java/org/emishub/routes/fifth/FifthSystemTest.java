package org.emishub.routes.fifth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifthSystemTest {
    private static final Path AGREEMENTS = Path.of("src/test/resources/fifth/agreements");

    @TempDir
    Path folder;

    @Test
    void joins_with_one_folder_one_agreement_and_one_line() {
        try (World world = new World(folder, List.of(Library.system()))) {
            world.agree(AGREEMENTS);
            assertThat(world.hub.routes().ids()).contains("schools.class-name");
            byte[] question =
                    world.seal(World.SCHOOLS, "q-1", "schools.class-name", "query", World.question("1234567890123"));
            HubReply.Sealed reply = (HubReply.Sealed) world.hub.gateway().exchange(question);
            assertThat(world.open(World.SCHOOLS, reply.jose())
                            .content()
                            .path("fields")
                            .toString())
                    .isEqualTo("{\"enrolment.className\":\"4-а\"}");
        }
    }

    @Test
    void has_cases_that_hold() {
        Agreement agreement =
                Agreements.load(AGREEMENTS).byId("schools.class-name").orElseThrow();
        assertThat(Cases.run(agreement, Cases.of(agreement, AGREEMENTS)))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.difference()).isEmpty());
    }
}
