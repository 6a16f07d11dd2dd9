package org.emishub.adapters.health.enrolment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.emishub.adapters.health.register.FhirPatient;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.EpisodeOfCare.EpisodeOfCareStatus;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** A child's time at a school as the EpisodeOfCare of that school's health team. */
record EnrolmentEpisode(Map<String, Object> fields) {
    private static final String EXTENSION = "https://emishub.org/fhir/StructureDefinition/enrolment-";
    private static final Set<String> WRITTEN_ELSEWHERE = Set.of(
            "enrolment.status",
            "enrolment.enrolled",
            "enrolment.schoolId",
            "enrolment.schoolName",
            "enrolment.district",
            "enrolment.from",
            "enrolment.to");

    EpisodeOfCare episode() {
        EpisodeOfCare episode = new EpisodeOfCare().setStatus(status());
        if (fields.containsKey("enrolment.from")) {
            episode.getPeriod().setStartElement(day("enrolment.from"));
        }
        if (fields.containsKey("enrolment.to")) {
            episode.getPeriod().setEndElement(day("enrolment.to"));
        }
        boolean schoolUnknown = !fields.containsKey("enrolment.schoolId");
        fields.forEach((path, value) -> {
            if (schoolUnknown
                    && Set.of("enrolment.schoolName", "enrolment.district").contains(path)) {
                throw FhirPatient.noPlaceFor(path);
            }
            if (path.startsWith("enrolment.") && !WRITTEN_ELSEWHERE.contains(path)) {
                episode.addExtension(EXTENSION + path.substring("enrolment.".length()), typed(path, value));
            }
        });
        return episode;
    }

    /** FHIR requires a status and has no word for an unknown one; it is never guessed. */
    private EpisodeOfCareStatus status() {
        Object answer = fields.getOrDefault("enrolment.enrolled", "unknown");
        return switch (fields.getOrDefault("enrolment.status", answer).toString()) {
            case "enrolled", "yes" -> EpisodeOfCareStatus.ACTIVE;
            case "suspended" -> EpisodeOfCareStatus.ONHOLD;
            case "left", "transferred", "graduated", "no" -> EpisodeOfCareStatus.FINISHED;
            default ->
                throw new SystemFault("NOT_TRANSLATABLE", "FHIR requires 'enrolment.status', which is not told", true);
        };
    }

    private DateTimeType day(String path) {
        try {
            return new DateTimeType(String.valueOf(fields.get(path)));
        } catch (RuntimeException notADate) {
            throw FhirPatient.noPlaceFor(path);
        }
    }

    private static Type typed(String path, Object value) {
        boolean code = FieldCatalogue.standard()
                .find(path)
                .map(Field::type)
                .filter(FieldType.CODE::equals)
                .isPresent();
        if (value instanceof Boolean flag) {
            return new BooleanType(flag);
        }
        if (value instanceof Long number) {
            return new IntegerType(number);
        }
        if (value instanceof BigDecimal number) {
            return new DecimalType(number);
        }
        if (value instanceof LocalDate date) {
            return new DateType(date.toString());
        }
        return code ? new CodeType(value.toString()) : new StringType(value.toString());
    }
}
