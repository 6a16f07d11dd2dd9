package org.emishub.deployment.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each never holds in the hub, and is known to bite: a fixture that breaks it is caught. */
class NeversTest {
    private static final JavaClasses HUB =
            new ClassFileImporter().withImportOption(NeversTest::ofTheHub).importPackages("org.emishub");
    private static final String FIXTURE = "org.emishub.deployment.architecture.fixture";
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void modules_stand_in_one_straight_line() {
        holdsAndBites(Nevers::modulesStandInOneStraightLine);
    }

    @Test
    void packages_of_security_stand_in_no_circle() {
        holdsAndBites(Nevers::packagesOfSecurityStandInNoCircle);
    }

    @Test
    void an_adapter_never_sees_another() {
        holdsAndBites(Nevers::anAdapterNeverSeesAnother);
    }

    @Test
    void an_adapter_never_sees_a_private_key_or_the_ledger() {
        holdsAndBites(Nevers::anAdapterNeverSeesAPrivateKeyOrTheLedger);
    }

    @Test
    void an_adapter_never_makes_a_disclosure() {
        holdsAndBites(Nevers::anAdapterNeverMakesADisclosure);
    }

    @Test
    void a_simulator_checks_by_itself() {
        holdsAndBites(Nevers::aSimulatorChecksByItself);
    }

    @Test
    void only_deployment_reads_the_environment() {
        holdsAndBites(Nevers::onlyDeploymentReadsTheEnvironment);
    }

    @Test
    void only_deployment_opens_key_stores() {
        holdsAndBites(Nevers::onlyDeploymentOpensKeyStores);
    }

    @Test
    void only_deployment_knows_spring() {
        holdsAndBites(Nevers::onlyDeploymentKnowsSpring);
    }

    @Test
    void there_are_no_abstract_base_classes() {
        holdsAndBites(Nevers::thereAreNoAbstractBaseClasses);
    }

    @Test
    void statics_are_final() {
        holdsAndBites(Nevers::staticsAreFinal);
    }

    @Test
    void no_route_is_chosen_by_content() {
        holdsAndBites(Nevers::noRouteIsChosenByContent);
    }

    @Test
    void there_is_no_java_serialisation() {
        holdsAndBites(Nevers::thereIsNoJavaSerialisation);
    }

    /** Neither our tests, in whichever folder or archive the build keeps them, nor the fixture. */
    private static boolean ofTheHub(Location location) {
        return !location.contains("test-classes") && !location.contains("-tests.jar");
    }

    private static void holdsAndBites(Function<Nevers, ArchRule> rule) {
        assertThat(HUB.size()).as("classes of the hub that were read").isGreaterThan(100);
        rule.apply(Nevers.OF_THE_HUB).check(HUB);
        assertThat(rule.apply(new Nevers(FIXTURE)).evaluate(BROKEN).hasViolation())
                .as("the fixture breaks the rule")
                .isTrue();
    }
}
