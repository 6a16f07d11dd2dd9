package org.emishub.adapters.health.register;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.ImmunizationRecommendation;
import org.hl7.fhir.r4.model.ImmunizationRecommendation.ImmunizationRecommendationRecommendationComponent;
import org.hl7.fhir.r4.model.PositiveIntType;

/** Reads doses given and doses missing; whether a child is up to date is the register's forecast, never computed from the doses. */
final class ImmunizationFields {
    private static final String FORECAST = "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status";

    /** LOINC 30980-7, date vaccine due. */
    private static final String DATE_DUE = "30980-7";

    private final Concepts vaccines;
    private final LocalDate today;

    ImmunizationFields(Concepts vaccines, LocalDate today) {
        this.vaccines = vaccines;
        this.today = today;
    }

    void put(Holding holding, ChildRecord.Builder record) {
        List<Immunization> doses = holding.all(Immunization.class)
                .filter(dose -> dose.getStatus() != ImmunizationStatus.ENTEREDINERROR)
                .sorted(Comparator.comparing((Immunization dose) -> day(dose).orElse(LocalDate.MAX)))
                .toList();
        for (int i = 0; i < doses.size(); i++) {
            dose("immunization[" + i + "].", doses.get(i), record);
        }
        holding.all(ImmunizationRecommendation.class)
                .max(Comparator.comparing(ImmunizationRecommendation::getDate))
                .ifPresent(forecast -> forecast(forecast.getRecommendation(), record));
    }

    private void dose(String at, Immunization dose, ChildRecord.Builder record) {
        if (dose.getStatus() == null) {
            throw Faults.badAnswer("an immunization has no status");
        }
        record.put(at + "vaccine", vaccines.require(dose.getVaccineCode()));
        record.put(at + "status", dose.getStatus().toCode());
        record.put(at + "date", day(dose));
        if (dose.getProtocolAppliedFirstRep().getDoseNumber() instanceof PositiveIntType number) {
            record.put(at + "dose", number.getValue().longValue());
        }
    }

    private static Optional<LocalDate> day(Immunization dose) {
        return dose.getOccurrence() instanceof BaseDateTimeType date ? Concepts.day(date) : Optional.empty();
    }

    private void forecast(
            List<ImmunizationRecommendationRecommendationComponent> recommendations, ChildRecord.Builder record) {
        int missing = 0;
        boolean late = false;
        for (ImmunizationRecommendationRecommendationComponent recommendation : recommendations) {
            String status = status(recommendation.getForecastStatus());
            if (status.equals("due") || status.equals("overdue")) {
                Optional<LocalDate> due = due(recommendation);
                record.put(
                        "missingVaccine[" + missing + "].group",
                        vaccines.require(recommendation.getVaccineCodeFirstRep()));
                record.put("missingVaccine[" + missing + "].dueDate", due);
                late |= status.equals("overdue")
                        || due.filter(day -> day.isAfter(today)).isEmpty();
                missing++;
            }
        }
        if (!recommendations.isEmpty()) {
            record.put("immunizationStatus.upToDate", late ? "no" : "yes");
        }
    }

    private String status(CodeableConcept forecast) {
        return Concepts.code(forecast, FORECAST)
                .filter(List.of("due", "overdue", "complete", "immune", "contraindicated")::contains)
                .orElseThrow(() -> Concepts.unmapped(vaccines.system(), "immunization-forecast", forecast));
    }

    private static Optional<LocalDate> due(ImmunizationRecommendationRecommendationComponent recommendation) {
        return recommendation.getDateCriterion().stream()
                .filter(criterion -> Concepts.has(criterion.getCode(), SchoolHealth.LOINC, DATE_DUE))
                .findFirst()
                .flatMap(criterion -> Concepts.day(criterion.getValueElement()));
    }
}
