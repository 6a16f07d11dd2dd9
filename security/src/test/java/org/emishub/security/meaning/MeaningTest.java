package org.emishub.security.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeaningTest {
    private static final int ALL = 120_000;
    private static final int MOST_SHOWN = Integer.getInteger("shown", 5);

    @Test
    @Tag("volume")
    void the_hub_does_what_the_page_says_and_neither_more_nor_less() {
        int tuples = ALL * Integer.getInteger("emishub.volume", 1) / 100;
        Compared compared = new Compared();
        for (int seed = 0; seed < tuples; seed++) {
            Tuple tuple = new Draw(seed).tuple();
            compared.one(seed, Hub.of(tuple), Meaning.of(tuple));
        }

        System.out.println("privacy: " + tuples + " drawn (agreement, record, asker, time): " + compared.over
                + " over-disclosed, " + compared.under + " under-disclosed, " + compared.otherwise
                + " refused by another code; " + compared.verdicts);
        assertThat(compared.differences).isEmpty();
        assertThat(compared.over + compared.under + compared.otherwise).isZero();
        assertThat(compared.verdicts.keySet())
                .contains(
                        "", "NOT_AGREED", "NO_LEGAL_BASIS", "TOO_LARGE", "NO_CASE", "NO_CONSENT", "OBJECTED", "SEALED");
    }

    @Test
    void the_asker_sees_one_code_for_every_refusal_that_depends_on_the_child_and_only_for_those() {
        Set<String> shown = Set.of("NOT_AGREED", "NO_LEGAL_BASIS", "TOO_LARGE");
        for (String code : Meaning.REFUSALS) {
            assertThat(Code.valueOf(code).shown().name()).isEqualTo(shown.contains(code) ? code : "NO_DATA");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hub_that_is_wrong_in_one_thing_is_caught(Wrong wrong) {
        Compared compared = new Compared();
        for (int seed = 0; seed < ALL / 100 && compared.over + compared.under == 0; seed++) {
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

    /** How often they differ, and how. */
    private static final class Compared {
        private int over;
        private int under;
        private int otherwise;
        private final SortedMap<String, Integer> verdicts = new TreeMap<>();
        private final List<String> differences = new ArrayList<>();

        private void one(int seed, Verdict hub, Verdict page) {
            verdicts.merge(page.refusal(), 1, Integer::sum);
            if (!hub.refusal().equals(page.refusal())) {
                if (page.refusal().isEmpty()) {
                    under++;
                } else if (hub.refusal().isEmpty()) {
                    over++;
                } else {
                    otherwise++;
                }
                show(seed + ": the hub says '" + hub.refusal() + "', the page '" + page.refusal() + "'");
            }
            fields(seed + " left", hub.left(), page.left());
            fields(seed + " told", hub.told(), page.told());
        }

        private void fields(String where, Map<String, String> hub, Map<String, String> page) {
            hub.forEach((path, value) -> {
                if (!value.equals(page.get(path))) {
                    over++;
                    show(where + ": " + path + " leaves as '" + value + "', by the page as '" + page.get(path) + "'");
                }
            });
            page.forEach((path, value) -> {
                if (!Objects.equals(value, hub.get(path))) {
                    under++;
                    show(where + ": " + path + " is '" + value + "' by the page, and leaves as '" + hub.get(path)
                            + "'");
                }
            });
        }

        private void show(String difference) {
            if (differences.size() < MOST_SHOWN) {
                differences.add(difference);
            }
        }
    }
}
