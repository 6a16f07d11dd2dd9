package org.emishub.security.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emishub.security.usage.Logs.HIDDEN;
import static org.emishub.security.usage.Logs.MAJORITY;
import static org.emishub.security.usage.Logs.MOTHER;
import static org.emishub.security.usage.Logs.NOW;
import static org.emishub.security.usage.Logs.OPEN;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.Event;

/** What somebody is shown from whom entries are kept equals, byte for byte, what they would be shown in a world in which those entries never happened. */
class SealedLeavesNoTraceTest {
    private static final Instant SEALED = Instant.parse("2026-10-15T00:00:00Z");
    private static final int SPAN = (int) Duration.ofDays(14).toSeconds();

    /** Why an exchange is kept back, or that it is not. */
    private enum Kept {
        NOT,
        UNDER_SEAL,
        CUT_BY_THE_SEAL,
        BY_AGREEMENT
    }

    /** One exchange: its entries lie close together, or on both sides of the sealing. */
    private record Exchange(Kept kept, String message, int second, List<Event> events) {
        List<Used> entries() {
            Agreement agreement = kept == Kept.BY_AGREEMENT ? HIDDEN : OPEN;
            List<Used> entries = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                entries.add(Logs.used(time(i), events.get(i), message, agreement));
            }
            return entries;
        }

        private Instant time(int i) {
            boolean last = i == events.size() - 1;
            boolean after = kept == Kept.UNDER_SEAL || (kept == Kept.CUT_BY_THE_SEAL && last);
            return after ? SEALED.plusSeconds(second + i) : SEALED.minusSeconds(SPAN + 10L - second - i);
        }
    }

    @Provide
    Arbitrary<List<Exchange>> exchanges() {
        Arbitrary<List<Event>> events =
                Arbitraries.of(Event.class).list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(
                        Arbitraries.of(Kept.class),
                        Arbitraries.integers().between(0, 60),
                        // Few moments, so that many fall together.
                        Arbitraries.integers().between(0, 40).map(i -> i * (SPAN / 41)),
                        events)
                .as((kept, message, second, all) -> new Exchange(kept, kept + "-" + message, second, all))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<UsageQuery> queries() {
        Arbitrary<Optional<Instant>> moments = Arbitraries.integers()
                .between(-SPAN, SPAN)
                .map(s -> SEALED.plusSeconds(s))
                .optional(0.5);
        return Combinators.combine(
                        moments,
                        moments,
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 30))
                .as(UsageQuery::new);
    }

    @Provide
    Arbitrary<Sealing> bars() {
        return Arbitraries.of(Seal.class).map(kind -> new Sealing(kind, SEALED));
    }

    private static List<Used> log(List<Exchange> exchanges) {
        List<Used> log = new ArrayList<>();
        exchanges.forEach(exchange -> log.addAll(exchange.entries()));
        log.sort(Comparator.comparing(Used::time));
        return log;
    }

    /** An exchange that the seal cuts happened as far as it had come. */
    private static List<Used> thatHappened(List<Exchange> exchanges) {
        return log(exchanges.stream()
                        .filter(one -> one.kept() == Kept.NOT || one.kept() == Kept.CUT_BY_THE_SEAL)
                        .toList())
                .stream()
                .filter(one -> one.time().isBefore(SEALED))
                .toList();
    }

    private static List<Used> theMomentBefore(List<Exchange> exchanges) {
        return log(exchanges).stream()
                .filter(one -> one.time().isBefore(SEALED))
                .toList();
    }

    private static byte[] shown(List<Used> log, Sealing seal, UsageQuery query, String language) {
        return Logs.bytes(UsagePage.of(log, MOTHER, Logs.guardian(seal), MAJORITY, query, NOW), language);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void a_barred_guardian_sees_the_world_in_which_what_is_sealed_never_happened(
            @ForAll("exchanges") List<Exchange> exchanges,
            @ForAll("queries") UsageQuery query,
            @ForAll("bars") Sealing seal) {
        for (String language : UsageWords.LANGUAGES) {
            assertThat(shown(log(exchanges), seal, query, language))
                    .isEqualTo(shown(thatHappened(exchanges), seal, query, language));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void the_page_after_the_sealing_is_the_page_of_the_moment_before_it(
            @ForAll("exchanges") List<Exchange> exchanges,
            @ForAll("queries") UsageQuery query,
            @ForAll("bars") Sealing seal) {
        UsagePage before = UsagePage.of(
                theMomentBefore(exchanges), MOTHER, Logs.guardian(), MAJORITY, query, SEALED.minusNanos(1));

        assertThat(shown(log(exchanges), seal, query, "en")).isEqualTo(Logs.bytes(before, "en"));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void when_every_ground_has_lapsed_all_of_it_is_shown(@ForAll("exchanges") List<Exchange> exchanges) {
        Instant later = Instant.parse("2027-03-02T00:00:00Z");
        long released = log(exchanges).stream()
                .filter(one -> one.event() == Event.RELEASED)
                .count();

        UsagePage page = UsagePage.of(log(exchanges), MOTHER, Logs.guardian(), MAJORITY, UsageQuery.ALL, later);

        assertThat(page.usages().stream()
                        .filter(one -> one.event() == Event.RELEASED)
                        .count())
                .isEqualTo(released);
    }
}
