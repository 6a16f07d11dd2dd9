package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.emishub.routes.world.TestClock;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveryAgreementHasARouteTest {
    private static final Path AGREEMENTS = Path.of("agreements");

    @TempDir
    Path folder;

    @Test
    void and_every_route_an_agreement() {
        Set<String> expected = new TreeSet<>(Set.of(Exchanges.NO_AGREEMENT));
        for (Agreement agreement : Agreements.load(AGREEMENTS).all()) {
            if (agreement.inForceAt(new TestClock().instant())) {
                expected.add(RouteTable.routeId(agreement));
                if (agreement.exchange() == Agreement.Kind.BATCH) {
                    expected.add(Exchanges.rowsOf(agreement.id()));
                }
            }
        }
        try (World world = new World(folder, List.of())) {
            world.agree(AGREEMENTS);
            assertThat(new TreeSet<>(world.hub.routes().ids())).isEqualTo(expected);
        }
    }
}
