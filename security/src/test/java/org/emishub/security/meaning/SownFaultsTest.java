package org.emishub.security.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the comparison is worth something: a fault that is sown into the hub is found, and soon. */
class SownFaultsTest {
    private static final int MOST = 1_200;

    @ParameterizedTest
    @EnumSource
    void a_hub_that_is_wrong_in_one_thing_is_caught(Wrong wrong) {
        Compared compared = new Compared();
        for (int seed = 0; seed < MOST && compared.over + compared.under == 0; seed++) {
            Tuple tuple = new Draw(seed).tuple();
            compared.one(seed, wrong.hub.apply(tuple), Meaning.of(tuple));
        }
        assertThat(compared.over + compared.under).as(wrong.name()).isPositive();
    }

    /** Faults sown into the hub, each by what it would do. */
    enum Wrong {
        IN_FORCE_A_DAY_LONGER(text -> {
            Matcher days = Pattern.compile("inForce: (\\S+) \\.\\. (\\S+)").matcher(text);
            return days.replaceFirst(found -> "inForce: " + found.group(1) + " .. "
                    + LocalDate.parse(found.group(2)).plusDays(1));
        }),
        DAYS_OF_ANOTHER_ZONE(text -> text.replaceFirst("timeZone: \\S+", "timeZone: UTC")),
        LEAVES_NOTHING_OUT_OF_SEALED_CHILDREN(text ->
                text.replaceAll("(?m)^  (protected|adoption|suspected)(.*): .*$", "  $1$2: [child.nationality]")),
        TELLS_OF_EVERY_KIND_OF_SEALED_CHILD(
                text -> text.contains("exchange: statistic")
                        ? text
                        : text.replaceFirst("(?m)^sealed:\\R(  .*\\R)*", "")
                                .replaceFirst(
                                        "(?m)^limits:",
                                        "sealed: { protected address: [child.id], adoption: [child.id], suspected abuser: [child.id] }\nlimits:")),
        ROUNDS_TO_ANOTHER_STEP(text -> text.replace("rounded to 5", "rounded to 10")),
        KNOWS_NO_AGE_OF_CONSENT(text -> text.replaceFirst(", childFrom: [0-9]+", "")),
        NEEDS_NO_CONSENT(text -> text.replaceFirst("lawfulBasis: consent", "lawfulBasis: public_task")
                .replaceFirst("(?m)^consent: .*", "consent: { needed: false }")),
        NEEDS_NO_CASE(text ->
                text.replace(", case: required", "").replaceFirst("breakGlass: .*", "breakGlass: { allowed: false }")),
        LETS_NOBODY_BREAK_THE_GLASS(text -> text.replaceFirst("breakGlass: .*", "breakGlass: { allowed: false }")),
        KNOWS_NO_OBJECTION(text -> text.replaceFirst("lawfulBasis: public_task", "lawfulBasis: legal_obligation")),
        ASKS_FOR_NO_POPULATION(text -> text.replaceFirst("(?m)^onlyFor: .*\\R", "")),
        TAKES_ANY_ROLE(text -> text.replaceFirst("roles: \\[", "roles: [accountant, ")),
        COUNTS_AGES_IN_OTHER_BANDS(text -> text.replace("age band 5", "age band 4")),
        NAMES_CHILDREN_ALIKE_IN_EVERY_DOMAIN(text -> text.replace("pseudonym for grants", "pseudonym for research")),
        GIVES_MONTHS_FOR_YEARS(text -> text.replace(": year", ": month"));

        /** Without state, as every function here. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<Tuple, Verdict> hub;

        Wrong(UnaryOperator<String> fault) {
            this.hub = t -> Hub.of(new Tuple(
                    fault.apply(t.agreement()),
                    t.asker(),
                    t.child(),
                    t.world(),
                    t.at(),
                    t.asOf(),
                    t.held(),
                    t.subject()));
        }
    }
}
