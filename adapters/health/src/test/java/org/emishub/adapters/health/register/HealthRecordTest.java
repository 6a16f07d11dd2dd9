package org.emishub.adapters.health.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.util.List;
import org.emishub.adapters.health.Exchanges;
import org.emishub.adapters.health.FhirChecks;
import org.emishub.adapters.health.Golden;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.member.SystemId;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRecordTest {
    @ParameterizedTest
    @ValueSource(strings = {"cvx", "atc", "nothing-held"})
    void translates_the_golden_pair(String name) {
        ChildRecord record = translate(Golden.text("health-status/" + name + ".fhir.json"));
        Golden.assertSame("health-status/" + name + ".record.json", Golden.print(record));
    }

    @Test
    void the_golden_fhir_is_valid() {
        FhirChecks.assertValid(Golden.text("health-status/cvx.fhir.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"J07AM51", "j07an01", ""})
    void a_code_that_is_not_in_the_map_is_not_guessed(String code) {
        String other = Golden.text("health-status/atc.fhir.json").replace("\"J07CA11\"", "\"" + code + "x\"");
        assertThatThrownBy(() -> translate(other)).isInstanceOfSatisfying(UnmappedCode.class, unmapped -> assertThat(
                        unmapped.unmapped().list())
                .isEqualTo("vaccine-group"));
    }

    @Test
    void a_fitness_nobody_knows_is_not_guessed() {
        String other = Golden.text("health-status/atc.fhir.json").replace("\"pending\"", "\"perhaps\"");
        assertThatThrownBy(() -> translate(other)).isInstanceOf(UnmappedCode.class);
    }

    private static ChildRecord translate(String json) {
        Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
        List<Resource> resources = bundle.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .toList();
        Patient patient = (Patient) resources.get(0);
        RegisterSettings settings = RegisterSettings.of(
                SystemId.of("health/register"), URI.create("http://localhost/fhir"), IdentifierSystems.sandbox());
        return new HealthRecord(settings).of(new Holding(patient, resources), Exchanges.TODAY);
    }
}
