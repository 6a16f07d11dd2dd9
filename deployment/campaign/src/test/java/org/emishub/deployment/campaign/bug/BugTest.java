package org.emishub.deployment.campaign.bug;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.emishub.deployment.campaign.check.Finding;
import org.emishub.deployment.campaign.check.Findings;
import org.emishub.deployment.campaign.check.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A method that is renamed makes these tests fail, and not a bug inert. */
class BugTest {
    @ParameterizedTest
    @EnumSource(Bug.class)
    void each_bug_finds_exactly_one_method_at_each_of_its_places(Bug bug) throws ClassNotFoundException {
        assertThat(bug.places()).isNotEmpty();
        for (Place place : bug.places()) {
            assertThat(methods(place)).as(place.type() + "." + place.method()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void each_bug_can_be_woven_into_its_places(Bug bug) throws ClassNotFoundException {
        for (Place place : bug.places()) {
            byte[] woven = new ByteBuddy()
                    .redefine(type(place))
                    .visit(Advice.to(Interposed.class)
                            .on(ElementMatchers.named(place.method())
                                    .and(ElementMatchers.takesArguments(place.arguments()))))
                    .make()
                    .getBytes();
            assertThat(new String(woven, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains("org/emishub/deployment/campaign/bug/Sown");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "org.emishub.security.ledger.Task, committed, 0",
        "org.emishub.routes.delivery.DeliverySteps, handover, 1",
        "org.emishub.routes.delivery.Delivery, letter, 0",
        "org.emishub.routes.delivery.Delivery, parcel, 0",
        "org.emishub.routes.delivery.Handover, deliver, 2",
        "org.emishub.routes.store.Letter, id, 0",
        "org.emishub.routes.store.Parcel, wire, 0"
    })
    void what_the_bugs_call_is_there(String type, String method, int arguments) throws ClassNotFoundException {
        assertThat(methods(new Place(type, method, arguments, new Seed() {}))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "org.emishub.security.ledger.LedgerTables, connection",
        "org.emishub.routes.delivery.DeliverySteps, dataSource"
    })
    void what_the_bugs_read_is_there(String type, String field) throws Exception {
        assertThat(Class.forName(type).getDeclaredField(field)).isNotNull();
    }

    @Test
    void there_are_at_least_the_eight_that_were_asked_for() {
        assertThat(Stream.of(Bug.values()).map(Bug::word))
                .contains(
                        "accept-before-commit",
                        "no-dedupe",
                        "no-fsync",
                        "drop-on-error",
                        "entry-after-release",
                        "no-entry-on-refusal",
                        "retry-forever",
                        "wrong-order");
    }

    @Test
    void a_bug_is_caught_only_by_a_complaint_that_it_deserves() {
        assertThat(Bug.WRONG_ORDER.caughtBy(findings(Rule.ORDER, Rule.LEDGER))).isTrue();
        assertThat(Bug.WRONG_ORDER.caughtBy(findings(Rule.LOST))).isFalse();
        assertThat(Bug.WRONG_ORDER.caughtBy(findings())).isFalse();
    }

    @Test
    void a_seed_replaces_what_stands_there_and_what_it_gives() throws Exception {
        Sown.sow(new Place("a.B", "c", 1, Bug.NO_DEDUPE.places().get(0).seed()));
        assertThat(Sown.before("a.B", "c", this, new Object[] {"x"})).isTrue();
        assertThat(Sown.after("a.B", "c", this, new Object[] {"x"}, false)).isEqualTo(true);
    }

    private static Findings findings(Rule... rules) {
        List<Finding> all =
                Set.of(rules).stream().map(rule -> new Finding(rule, "of it")).toList();
        return new Findings(1, 1, 0, 0, 0, all);
    }

    private static Class<?> type(Place place) throws ClassNotFoundException {
        return Class.forName(place.type(), false, BugTest.class.getClassLoader());
    }

    private static List<Method> methods(Place place) throws ClassNotFoundException {
        return Arrays.stream(type(place).getDeclaredMethods())
                .filter(method ->
                        method.getName().equals(place.method()) && method.getParameterCount() == place.arguments())
                .filter(method -> !method.isBridge())
                .toList();
    }
}
