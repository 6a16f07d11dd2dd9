package org.emishub.security.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AgreementsInTheFolderTest {
    static final Path FOLDER = Path.of(System.getProperty("emishub.root", ".."), "routes", "agreements");

    @TestFactory
    Stream<DynamicTest> every_case_holds() {
        return Agreements.load(FOLDER).all().stream()
                .flatMap(agreement -> Cases.run(agreement, Cases.of(agreement, FOLDER)).stream()
                        .map(result -> DynamicTest.dynamicTest(
                                agreement.id() + ": " + result.example().title(), () -> assertThat(result.difference())
                                        .as("line " + result.example().line())
                                        .isEmpty())));
    }

    @Test
    void every_agreement_shows_something_disclosed_and_something_refused() {
        for (Agreement agreement : Agreements.load(FOLDER).all()) {
            List<Case> cases = Cases.of(agreement, FOLDER);
            assertThat(cases).as(agreement.id()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(cases)
                    .as(agreement.id())
                    .anyMatch(example -> example.expected().refusal().isPresent())
                    .anyMatch(example -> example.expected().refusal().isEmpty());
        }
    }

    @Test
    void the_two_attendance_agreements_disclose_the_same() {
        Agreements agreements = Agreements.load(FOLDER);
        Agreement newer = agreements.byId("social-protection.attendance").orElseThrow();
        Agreement older = agreements.byId("social-protection.attendance-legacy").orElseThrow();

        assertThat(older.discloses()).isEqualTo(newer.discloses());
        assertThat(older.asks()).isEqualTo(newer.asks());
        assertThat(older.withholds()).isEqualTo(newer.withholds());
    }
}
