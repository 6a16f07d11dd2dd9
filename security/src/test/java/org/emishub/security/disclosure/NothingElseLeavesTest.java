package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.json.StrictJson;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

class NothingElseLeavesTest {
    private static final Pseudonyms PSEUDONYMS = new HmacPseudonyms(new byte[32], "2026");

    @Property(tries = 400)
    void no_field_outside_the_allow_list_is_in_the_bytes(@ForAll long seed) {
        RandomExchange exchange = new RandomExchange(seed);
        Agreement agreement = exchange.agreement();

        byte[] json = Disclosure.of(exchange.record(), agreement, PSEUDONYMS).json();

        assertThat(StrictJson.object(json).path("fields").propertyNames())
                .allMatch(path -> agreement.discloses().containsKey(ChildRecord.cataloguePath(path)));
    }

    @Property(tries = 400)
    void no_value_is_in_the_bytes_but_of_fields_that_leave_as_they_are(@ForAll long seed) {
        RandomExchange exchange = new RandomExchange(seed);
        Agreement agreement = exchange.agreement();
        Disclosure disclosure = Disclosure.of(exchange.record(), agreement, PSEUDONYMS);
        String json = new String(disclosure.json(), StandardCharsets.UTF_8);

        exchange.planted().forEach((path, value) -> {
            boolean asIs = agreement.discloses().get(ChildRecord.cataloguePath(path)) instanceof Operation.AsIs;
            assertThat(json.contains(value)).as(path).isEqualTo(asIs);
            assertThat(disclosure.toString()).doesNotContain(value);
            assertThat(disclosure.outcomes().toString()).doesNotContain(value);
        });
    }

    @Property(tries = 150)
    void every_field_of_record_and_agreement_has_one_outcome(@ForAll long seed) {
        RandomExchange exchange = new RandomExchange(seed);
        Agreement agreement = exchange.agreement();
        ChildRecord record = exchange.record();

        Disclosure disclosure = Disclosure.of(record, agreement, PSEUDONYMS);

        assertThat(disclosure.outcomes())
                .extracting(FieldOutcome::path)
                .doesNotHaveDuplicates()
                .containsAll(agreement.discloses().keySet())
                .containsAll(record.values().keySet().stream()
                        .map(ChildRecord::cataloguePath)
                        .distinct()
                        .toList());
    }

    @Property(tries = 150)
    void what_was_kept_is_read_back_as_it_was_made(@ForAll long seed) {
        RandomExchange exchange = new RandomExchange(seed);
        Agreement agreement = exchange.agreement();
        Disclosure made = Disclosure.of(exchange.record(), agreement, PSEUDONYMS);

        Outcome<Disclosure> read = StoredDisclosure.read(made.json(), agreement);

        assertThat(read).isInstanceOf(Outcome.Ok.class);
        Disclosure same = ((Outcome.Ok<Disclosure>) read).value();
        assertThat(same.fields()).isEqualTo(made.fields());
        assertThat(same.agreement()).isEqualTo(made.agreement());
        assertThat(same.json()).isEqualTo(made.json());
    }

    @Property(tries = 150)
    void what_was_kept_under_one_agreement_is_never_read_beyond_another(@ForAll long seed, @ForAll long other) {
        RandomExchange exchange = new RandomExchange(seed);
        Disclosure made = Disclosure.of(exchange.record(), exchange.agreement(), PSEUDONYMS);
        Agreement today = new RandomExchange(other).agreement();

        Outcome<Disclosure> read = StoredDisclosure.read(made.json(), today);

        boolean stillAgreed = made.fields().keySet().stream()
                .allMatch(path -> today.discloses().containsKey(ChildRecord.cataloguePath(path)));
        if (!stillAgreed) {
            assertThat(read).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                            refused.refusal().code())
                    .isEqualTo(Code.NOT_AGREED));
        }
    }
}
