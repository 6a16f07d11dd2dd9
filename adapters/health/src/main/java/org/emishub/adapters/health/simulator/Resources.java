package org.emishub.adapters.health.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.ImmunizationRecommendation;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.StringType;

/** Makes the FHIR R4 resources of one child from its compact record, each time anew. */
final class Resources {
    private Resources() {}

    static Patient patient(HealthChild child) {
        HealthChild.Person person = child.person();
        Patient patient = new Patient();
        patient.setId(child.id());
        if (person.sealed()) {
            patient.getMeta().addSecurity(new Coding(Names.CONFIDENTIALITY, "V", "very restricted"));
        }
        identifier(patient, Names.PERSONAL_NUMBER, person.personalNumber());
        identifier(patient, Names.HEALTH_NUMBER, person.healthNumber());
        HumanName name = patient.addName().setUse(HumanName.NameUse.OFFICIAL).setFamily(person.familyName());
        if (!person.givenName().isEmpty()) {
            name.addGiven(person.givenName());
        }
        if (!person.patronymic().isEmpty()) {
            name.addGiven(person.patronymic());
        }
        patient.setGender(AdministrativeGender.fromCode(person.sex()));
        patient.setBirthDateElement(new DateType(person.birthDate().toString()));
        if (!child.disability().isEmpty()) {
            patient.addExtension(Names.PATIENT_DISABILITY, concept(Names.DISABILITY, child.disability()));
        }
        return patient;
    }

    static List<Immunization> immunizations(HealthChild child) {
        List<Immunization> all = new ArrayList<>(child.doses().size());
        for (int i = 0; i < child.doses().size(); i++) {
            HealthChild.Dose dose = child.doses().get(i);
            Immunization immunization = new Immunization()
                    .setStatus(dose.given() ? ImmunizationStatus.COMPLETED : ImmunizationStatus.NOTDONE)
                    .setVaccineCode(concept(Names.CVX, dose.cvx()))
                    .setPatient(subject(child))
                    .setOccurrence(day(dose.date()));
            immunization.addProtocolApplied().setDoseNumber(new PositiveIntType(dose.number()));
            immunization.setId(child.id() + "-dose-" + i);
            all.add(immunization);
        }
        return all;
    }

    /** At most one: the register's forecast of today. */
    static List<ImmunizationRecommendation> recommendations(HealthChild child, LocalDate today) {
        if (child.due().isEmpty()) {
            return List.of();
        }
        ImmunizationRecommendation forecast =
                new ImmunizationRecommendation().setPatient(subject(child)).setDateElement(day(today));
        forecast.setId(child.id() + "-forecast");
        for (HealthChild.DueDose due : child.due()) {
            var recommendation = forecast.addRecommendation()
                    .addVaccineCode(concept(Names.CVX, due.cvx()))
                    .setForecastStatus(concept(Names.FORECAST, due.forecast()));
            recommendation
                    .addDateCriterion()
                    .setCode(concept(Names.LOINC, "30980-7"))
                    .setValueElement(day(due.date()));
        }
        return List.of(forecast);
    }

    /** At most one: whether the child was found fit for school, with what was measured on the day. */
    static List<Observation> examinations(HealthChild child) {
        return child.examination().stream()
                .map(examination -> examination(child, examination))
                .toList();
    }

    private static Observation examination(HealthChild child, HealthChild.Examination examination) {
        Observation observation = new Observation()
                .setStatus(
                        examination.fitness().equals("pending")
                                ? ObservationStatus.PRELIMINARY
                                : ObservationStatus.FINAL)
                .addCategory(concept(Names.OBSERVATION_CATEGORY, "exam"))
                .setCode(concept(Names.SCHOOL_HEALTH, Names.FIT_FOR_SCHOOL))
                .setSubject(subject(child))
                .setEffective(day(examination.date()))
                .setValue(concept(Names.SCHOOL_HEALTH, examination.fitness()));
        observation.setId(child.id() + "-exam");
        measured(observation, "8302-2", examination.heightCm(), "cm");
        measured(observation, "29463-7", examination.weightKg(), "kg");
        if (!examination.vision().isEmpty()) {
            observation
                    .addComponent()
                    .setCode(concept(Names.SCHOOL_HEALTH, "vision"))
                    .setValue(new StringType(examination.vision()));
        }
        return observation;
    }

    private static void measured(Observation observation, String loinc, BigDecimal value, String unit) {
        observation
                .addComponent()
                .setCode(concept(Names.LOINC, loinc))
                .setValue(new Quantity()
                        .setValue(value)
                        .setUnit(unit)
                        .setSystem(Names.UCUM)
                        .setCode(unit));
    }

    /** At most one: the next examination, where its day is set. */
    static List<ServiceRequest> orders(HealthChild child) {
        return child.examination().flatMap(HealthChild.Examination::nextDue).stream()
                .map(next -> {
                    ServiceRequest order = new ServiceRequest()
                            .setStatus(ServiceRequestStatus.ACTIVE)
                            .setIntent(ServiceRequestIntent.PLAN)
                            .setCode(concept(Names.SCHOOL_HEALTH, Names.EXAMINATION))
                            .setSubject(subject(child))
                            .setOccurrence(day(next));
                    order.setId(child.id() + "-next-exam");
                    return order;
                })
                .toList();
    }

    static List<Condition> conditions(HealthChild child) {
        if (child.diagnosis().isEmpty()) {
            return List.of();
        }
        Condition condition = new Condition()
                .setClinicalStatus(concept(Names.CONDITION_STATUS, "active"))
                .setCode(new CodeableConcept().setText(child.diagnosis()))
                .setSubject(subject(child));
        condition.setId(child.id() + "-condition");
        return List.of(condition);
    }

    static List<AllergyIntolerance> allergies(HealthChild child) {
        if (child.allergy().isEmpty()) {
            return List.of();
        }
        AllergyIntolerance allergy = new AllergyIntolerance()
                .setClinicalStatus(concept(Names.ALLERGY_STATUS, "active"))
                .setCode(new CodeableConcept().setText(child.allergy()))
                .setPatient(subject(child));
        allergy.setId(child.id() + "-allergy");
        return List.of(allergy);
    }

    private static void identifier(Patient patient, String system, String value) {
        if (!value.isEmpty()) {
            patient.addIdentifier().setSystem(system).setValue(value);
        }
    }

    private static Reference subject(HealthChild child) {
        return new Reference("Patient/" + child.id());
    }

    private static DateTimeType day(LocalDate date) {
        return new DateTimeType(date.toString());
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding().setSystem(system).setCode(code));
    }
}
