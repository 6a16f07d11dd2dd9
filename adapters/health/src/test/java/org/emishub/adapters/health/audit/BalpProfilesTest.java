package org.emishub.adapters.health.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.outside.OutsideMaterial;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.security.ledger.Event;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Test;

/** The official profiles of IHE BALP 1.1, and the validator that nobody in this project wrote. */
@OutsideMaterial
class BalpProfilesTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final BalpAuditEvents TRANSLATOR = new BalpAuditEvents();

    private static FhirValidator validator() throws IOException {
        PrePopulatedValidationSupport balp = new PrePopulatedValidationSupport(FHIR);
        try (Stream<Path> files = Files.list(OutsideMaterial.ROOT.resolve("health/balp-1.1-profiles"))) {
            for (Path file : files.toList()) {
                balp.addResource(FHIR.newJsonParser().parseResource(Files.readString(file)));
            }
        }
        return FHIR.newValidator()
                .registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                        balp,
                        new DefaultProfileValidationSupport(FHIR),
                        new CommonCodeSystemsTerminologyService(FHIR),
                        new InMemoryTerminologyServerValidationSupport(FHIR))));
    }

    private static List<String> errors(FhirValidator validator, String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(SingleValidationMessage::toString)
                .toList();
    }

    @Test
    void every_kind_of_event_is_valid_by_its_profile() throws IOException {
        FhirValidator validator = validator();
        Map<String, List<String>> wrong = new TreeMap<>();
        Set<String> kinds = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (AuditRecord record : EveryEvent.all()) {
            // One of each shape: what differs else is which agreement's names stand there.
            String shape = record.event() + " " + record.kind() + " " + record.outcome() + " "
                    + record.child().isPresent() + " " + record.user().isPresent() + " "
                    + record.terms().isPresent();
            if (seen.add(shape)) {
                kinds.add(record.event());
                List<String> errors = errors(validator, new String(TRANSLATOR.event(record), UTF_8));
                if (!errors.isEmpty()) {
                    wrong.put(shape, errors);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(kinds).contains(Stream.of(Event.values()).map(Event::name).toArray(String[]::new));
    }

    @Test
    void the_profiles_are_applied_at_all() throws IOException {
        String json = new String(TRANSLATOR.event(EveryEvent.of(Event.RELEASED, true)), UTF_8);
        assertThat(errors(validator(), json.replace("110153", "110154"))).isNotEmpty();
    }
}
