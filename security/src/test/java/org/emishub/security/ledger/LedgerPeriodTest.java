package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.emishub.security.register.AgreementUse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in which times go back: at noon the clocks are set back by 50 minutes, and two nodes whose clocks differ by 5 take turns all the time. */
class LedgerPeriodTest {
    private static final Instant NOON = Instant.parse("2026-10-02T12:00:00Z");
    private static final String CHILD = "child-1";

    @TempDir
    Path folder;

    private TestLedger world;
    private EntryReader entries;
    private final List<Instant> times = new ArrayList<>();
    private volatile Instant now = NOON;

    @BeforeEach
    void a_ledger_whose_clocks_do_not_agree() {
        world = new TestLedger(folder);
        entries = new EntryReader(world.database, world.vault);
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, world.checkpoints, world.vault, clock())) {
            for (int minute = -180; minute < 180; minute += 2) {
                Duration setBack = minute < 0 ? Duration.ZERO : Duration.ofMinutes(50);
                Duration behind = minute % 4 == 0 ? Duration.ZERO : Duration.ofMinutes(5);
                now = NOON.plus(Duration.ofMinutes(minute)).minus(setBack).minus(behind);
                times.add(now);
                String message = "m" + minute;
                ledger.commit((connection, appender) -> appender.append(TestLedger.draft(message, CHILD)));
            }
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private List<Long> found(LedgerPeriod period) {
        List<Long> found = new ArrayList<>();
        period.forEach(entries, entry -> found.add(entry.sequence()));
        return found;
    }

    private List<Long> expected(LedgerPeriod period) {
        return IntStream.range(0, times.size())
                .filter(i -> period.holds(times.get(i)))
                .mapToObj(i -> (long) i)
                .toList();
    }

    private static LedgerPeriod period(Instant from, Instant to) {
        return new LedgerPeriod(Optional.of(from), Optional.of(to));
    }

    @Test
    void every_entry_of_a_time_is_found_wherever_the_clocks_put_it() {
        for (int minute = -240; minute < 200; minute += 7) {
            Instant from = NOON.plus(Duration.ofMinutes(minute));
            for (int minutes : List.of(1, 10, 45, 200)) {
                LedgerPeriod period = period(from, from.plus(Duration.ofMinutes(minutes)));
                assertThat(found(period)).as("%s", period).isEqualTo(expected(period));
            }
            LedgerPeriod since = new LedgerPeriod(Optional.of(from), Optional.empty());
            assertThat(found(since)).isEqualTo(expected(since));
        }
        assertThat(found(new LedgerPeriod(Optional.empty(), Optional.empty()))).hasSameSizeAs(times);
    }

    @Test
    void what_is_counted_since_a_moment_is_of_that_time() {
        Instant since = NOON.minus(Duration.ofMinutes(20));

        assertThat(AgreementUse.of(entries, since)
                        .byAgreement()
                        .get("social-protection.attendance@3")
                        .of(Event.RELEASED))
                .isEqualTo(expected(new LedgerPeriod(Optional.of(since), Optional.empty()))
                        .size());
    }

    @Test
    void a_part_of_a_childs_log_holds_all_of_the_time_and_has_no_gap() {
        LedgerPeriod period = period(NOON.minus(Duration.ofMinutes(30)), NOON.minus(Duration.ofMinutes(10)));

        List<Long> part = period.ofChain(entries.ofChild(CHILD)).stream()
                .map(Entry::sequence)
                .toList();

        assertThat(part)
                .containsAll(expected(period))
                .hasSizeGreaterThan(expected(period).size());
        assertThat(part)
                .isEqualTo(IntStream.range(0, part.size())
                        .mapToObj(i -> part.get(0) + i)
                        .toList());
        assertThat(period(NOON.plus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(2)))
                        .ofChain(entries.ofChild(CHILD)))
                .isEmpty();
    }

    @Test
    void little_is_read_beyond_what_was_asked_for() {
        Instant end = NOON.minus(Duration.ofHours(2));

        assertThat(entries.firstAfter(end)).isLessThan(times.size() / 2);
        assertThat(entries.firstSince(NOON.plus(Duration.ofMinutes(100)))).isGreaterThan(times.size() / 2);
    }
}
