package org.emishub.adapters.health.register;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * Reads the latest examination before school and the day of the next.
 *
 * @param system the connected system, for the list of unmapped codes
 */
record ExaminationFields(String system) {
    void put(Holding holding, ChildRecord.Builder record) {
        holding.all(Observation.class)
                .filter(observation -> observation.getStatus() != ObservationStatus.ENTEREDINERROR
                        && observation.getStatus() != ObservationStatus.CANCELLED)
                .max(Comparator.comparing(ExaminationFields::written))
                .ifPresent(observation -> examination(observation, record));
        holding.all(ServiceRequest.class)
                .findFirst()
                .filter(order -> order.getOccurrence() instanceof BaseDateTimeType)
                .ifPresent(order ->
                        record.put("healthCheck.nextDue", Concepts.day((BaseDateTimeType) order.getOccurrence())));
    }

    private void examination(Observation observation, ChildRecord.Builder record) {
        if (observation.getEffective() instanceof BaseDateTimeType date) {
            record.put("healthCheck.examDate", Concepts.day(date));
        }
        if (observation.getValue() instanceof CodeableConcept fitness) {
            record.put("healthCheck.fit", fit(fitness));
        }
        component(observation, SchoolHealth.LOINC, SchoolHealth.HEIGHT)
                .flatMap(value -> quantity(value, "cm"))
                .ifPresent(value -> record.put("healthCheck.height", value));
        component(observation, SchoolHealth.LOINC, SchoolHealth.WEIGHT)
                .flatMap(value -> quantity(value, "kg"))
                .ifPresent(value -> record.put("healthCheck.weight", value));
        component(observation, SchoolHealth.SYSTEM, SchoolHealth.VISION)
                .filter(value -> value instanceof StringType text && text.hasValue())
                .ifPresent(value -> record.put("healthCheck.vision", value.primitiveValue()));
    }

    private String fit(CodeableConcept fitness) {
        return switch (Concepts.code(fitness, SchoolHealth.SYSTEM).orElse("")) {
            case "fit" -> "yes";
            case "not-fit" -> "no";
            case "pending" -> "pending";
            default -> throw Concepts.unmapped(system, "school-fitness", fitness);
        };
    }

    private static String written(Observation observation) {
        return observation.getEffective() instanceof BaseDateTimeType date
                ? String.valueOf(date.getValueAsString())
                : "";
    }

    private static Optional<Type> component(Observation observation, String codeSystem, String code) {
        return observation.getComponent().stream()
                .filter(part -> Concepts.has(part.getCode(), codeSystem, code))
                .findFirst()
                .map(Observation.ObservationComponentComponent::getValue);
    }

    /** A measure in exactly this UCUM unit; in another it would be another number. */
    private static Optional<BigDecimal> quantity(Type value, String unit) {
        return value instanceof Quantity quantity && unit.equals(quantity.getCode())
                ? Optional.ofNullable(quantity.getValue())
                : Optional.empty();
    }
}
