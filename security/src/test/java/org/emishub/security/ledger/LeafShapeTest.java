package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.agreement.Seal;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.EntryDraft.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafShapeTest {
    @TempDir
    Path folder;

    private static EntryDraft ruled(String rule) {
        return new EntryDraft(
                Event.REFUSED,
                "m",
                Optional.empty(),
                "NO_CASE",
                rule,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                "",
                new Side("child", "", rule));
    }

    @Test
    void every_leaf_is_of_the_closed_form() {
        TestLedger world = new TestLedger(folder);
        EntryReader reader = new EntryReader(world.database, world.vault);
        try (PostgresLedger ledger = world.open()) {
            ledger.commit((connection, appender) -> {
                appender.append(TestLedger.draft("m", "child"));
                return appender.append(ruled("asker.case: required"));
            });
        }
        reader.forEach(0, entry -> assertThat(LeafShape.faults(entry.leaf())).isEmpty());
        assertThat(LeafShape.faults(
                        reader.find(0).orElseThrow().leaf().put("name", "x").put("provider", "Anora Sharipova")))
                .containsExactlyInAnyOrder("name", "provider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asker.case: required",
                "inForce: 2026-01-01 to 2026-12-31",
                "asker.roles: [caseworker, head-teacher]",
                "door: at most 262144 bytes",
                "breakGlass.reasons: [danger to life]",
                "purposeOfUse: TREATMENT",
                "Consent.provision.type: permit",
                "decision replay of entry 1234567",
                "door: registered TLS certificate",
                ""
            })
    void a_rule_is_a_few_words_of_an_agreement_or_of_the_hub(String rule) {
        assertThat(LeafShape.rule(rule)).isEqualTo(rule);
    }

    @ParameterizedTest
    @EnumSource(Seal.class)
    void no_rule_tells_why_a_child_is_sealed(Seal kind) {
        for (String rule : List.of(
                "sealed: " + kind.words(),
                "onlyFor: " + kind.words(),
                kind.words(),
                "x: " + kind,
                "y: " + kind.words().replace(' ', '-'))) {
            assertThat(LeafShape.rule(rule)).as(rule).isEqualTo(LeafShape.OTHER_RULE);
            assertThat(LeafShape.faults(StrictJson.newObject().put("rule", rule)))
                    .as(rule)
                    .containsExactly("rule");
        }
    }

    /** Whoever has the hashes of the tree, and knows or guesses all that an entry says, still has the salt of its side to guess. */
    @Test
    void no_leaf_can_be_guessed_from_its_hash_whatever_its_event() {
        TestLedger world = new TestLedger(folder);
        try (PostgresLedger ledger = world.open()) {
            ledger.commit((connection, appender) -> {
                for (Event event : Event.values()) {
                    appender.append(bare(event));
                    appender.append(bare(event));
                }
                return true;
            });
        }
        EntryReader reader = new EntryReader(world.database, world.vault);
        Set<String> commitments = new HashSet<>();
        reader.forEach(0, entry -> {
            byte[] salt =
                    HexFormat.of().parseHex(reader.opened(entry).path("salt").asString(""));
            String side = new String(CanonicalJson.bytes(reader.opened(entry)), StandardCharsets.UTF_8);
            assertThat(salt).as(entry.event()).hasSize(32);
            assertThat(entry.leaf().path("side").asString(""))
                    .as(entry.event())
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(Leaves.commitment(salt, "side", side));
            commitments.add(entry.leaf().path("side").asString(""));
            commitments.add(entry.leaf().path("sideHash").asString(""));
        });
        assertThat(commitments).hasSize(4 * Event.values().length);
    }

    /** Of nobody, by nobody, under nothing. */
    private static EntryDraft bare(Event event) {
        return EntryDraft.ofHub(event, "", "", "", new Side("", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"attendance.rate", "missingVaccine[*].group", "child.name.family", "missingVaccine[0].group"})
    void a_field_is_a_path_of_the_catalogue(String field) {
        tools.jackson.databind.node.ObjectNode leaf = StrictJson.newObject();
        leaf.putArray("fields").add(field);
        assertThat(LeafShape.faults(leaf)).isEmpty();
        leaf.putArray("fields").add("Anora Sharipova");
        assertThat(LeafShape.faults(leaf)).containsExactly("fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identify: Anora Sharipova",
                "identify: Анора",
                "identify: 20150317004",
                "a\nb",
                "asked by z.sharipova@social-protection",
            })
    void what_might_name_somebody_is_not_in_the_leaf_but_stays_in_the_sealed_side(String rule) {
        assertThat(LeafShape.rule(rule)).isEqualTo(LeafShape.OTHER_RULE);
        TestLedger world = new TestLedger(folder);
        try (PostgresLedger ledger = world.open()) {
            ledger.commit((connection, appender) -> appender.append(ruled(rule)));
        }
        EntryReader reader = new EntryReader(world.database, world.vault);
        Entry entry = reader.find(0).orElseThrow();
        assertThat(entry.rule()).isEqualTo(LeafShape.OTHER_RULE);
        assertThat(reader.side(entry).note()).isEqualTo(rule);
    }
}
