package org.emishub.security.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;

class EpochsTest {
    private static final SystemId COMMITTEE = SystemId.of("statistics/committee");
    private static final MasterKey FIRST_KEY = key(1);
    private static final MasterKey SECOND_KEY = key(2);
    private static final Epoch FIRST =
            new Epoch("1", LocalDate.of(2026, 1, 1), Optional.of(LocalDate.of(2027, 12, 31)), FIRST_KEY);
    private static final Epoch SECOND = new Epoch("2", LocalDate.of(2027, 9, 1), Optional.empty(), SECOND_KEY);

    private static MasterKey key(int filling) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) filling;
        return MasterKey.of(new SecretKeySpec(bytes, "HmacSHA256"));
    }

    private static HmacPseudonyms at(String instant) {
        return new HmacPseudonyms(List.of(FIRST, SECOND), Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    private static String of(HmacPseudonyms pseudonyms) {
        return pseudonyms.of(COMMITTEE, "research", "1204567890123");
    }

    private static List<String> understood(HmacPseudonyms pseudonyms) {
        return pseudonyms.understood(COMMITTEE, "research", "1204567890123");
    }

    @Test
    void change_at_the_first_moment_of_the_next_epochs_first_day() {
        String first = of(at("2026-01-01T00:00:00Z"));

        assertThat(of(at("2027-08-31T23:59:59.999Z"))).isEqualTo(first);
        assertThat(of(at("2027-09-01T00:00:00Z"))).isNotEqualTo(first);
    }

    @Test
    void are_understood_of_both_epochs_while_one_passes_into_the_other() {
        String first = of(at("2026-01-01T00:00:00Z"));
        String second = of(at("2027-09-01T00:00:00Z"));

        assertThat(understood(at("2027-08-31T23:59:59Z"))).containsExactly(first);
        assertThat(understood(at("2027-09-01T00:00:00Z"))).containsExactly(second, first);
        assertThat(understood(at("2027-12-31T23:59:59Z"))).containsExactly(second, first);
        assertThat(understood(at("2028-01-01T00:00:00Z"))).containsExactly(second);
    }

    @Test
    void are_not_understood_any_more_where_no_last_day_was_said() {
        Epoch endless = new Epoch("1", FIRST.from(), Optional.empty(), FIRST_KEY);
        HmacPseudonyms pseudonyms = new HmacPseudonyms(
                List.of(SECOND, endless), Clock.fixed(Instant.parse("2027-09-01T00:00:00Z"), ZoneOffset.UTC));

        assertThat(understood(pseudonyms)).hasSize(1);
    }

    @Test
    void stay_given_out_after_the_last_day_of_the_only_epoch_for_want_of_another() {
        HmacPseudonyms pseudonyms =
                new HmacPseudonyms(List.of(FIRST), Clock.fixed(Instant.parse("2028-06-01T00:00:00Z"), ZoneOffset.UTC));

        assertThat(understood(pseudonyms)).containsExactly(of(pseudonyms));
    }

    @Test
    void want_an_epoch_that_has_begun_and_none_twice() {
        assertThatThrownBy(() -> at("2025-12-31T23:59:59Z"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no epoch");
        Epoch sameName = new Epoch("1", LocalDate.of(2030, 1, 1), Optional.empty(), SECOND_KEY);
        Epoch sameDay = new Epoch("3", FIRST.from(), Optional.empty(), SECOND_KEY);
        for (Epoch twice : List.of(sameName, sameDay)) {
            assertThatThrownBy(() -> new HmacPseudonyms(List.of(FIRST, twice), Clock.systemUTC()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void are_of_an_epoch_whose_name_is_a_word_and_whose_days_are_in_order() {
        for (String name : List.of("", "a b", "a\0", "Eins", "x".repeat(21))) {
            assertThatThrownBy(() -> new Epoch(name, LocalDate.EPOCH, Optional.empty(), FIRST_KEY))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() ->
                        new Epoch("1", LocalDate.of(2026, 1, 2), Optional.of(LocalDate.of(2026, 1, 1)), FIRST_KEY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(FIRST.toString()).isEqualTo("Epoch[1, from 2026-01-01]");
    }
}
