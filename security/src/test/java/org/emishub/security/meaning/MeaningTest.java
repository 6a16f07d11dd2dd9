package org.emishub.security.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MeaningTest {
    private static final int ALL = 120_000;

    @Test
    @Tag("volume")
    void the_hub_does_what_the_page_says_and_neither_more_nor_less() {
        int tuples = Integer.getInteger("emishub.tuples", ALL / 100 * Integer.getInteger("emishub.volume", 1));
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
}
