package org.emishub.adapters.health.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalOutcomeTest {
    @ParameterizedTest
    @EnumSource
    void what_depends_on_the_child_looks_the_same(Code code) {
        if (code.dependsOnChild()) {
            assertThat(json(code)).isEqualTo(json(Code.NO_DATA));
            assertThat(RefusalOutcome.status(code)).isEqualTo(RefusalOutcome.status(Code.NO_DATA));
        }
    }

    @ParameterizedTest
    @EnumSource
    void names_the_code_and_the_remedy(Code code) {
        assertThat(json(code)).contains(code.shown().name(), code.shown().remedy());
        assertThat(RefusalOutcome.status(code)).isBetween(400, 499);
    }

    @Test
    void is_valid_fhir() {
        FhirChecks.assertValid(json(Code.NOT_AGREED));
        FhirChecks.assertValid(json(Code.NO_DATA));
    }

    private static String json(Code code) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(RefusalOutcome.of(code));
    }
}
