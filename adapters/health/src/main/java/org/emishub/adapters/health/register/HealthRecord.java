package org.emishub.adapters.health.register;

import java.time.LocalDate;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Patient;

/** Translates what the register holds into a child record; reads coded elements and plain texts, never a narrative. */
final class HealthRecord {
    private static final String DISABILITY = "http://hl7.org/fhir/StructureDefinition/patient-disability";

    private final String system;
    private final PatientFields patients;
    private final Concepts vaccines;
    private final Concepts disabilities;

    HealthRecord(RegisterSettings settings) {
        this.system = settings.system().toString();
        this.patients = new PatientFields(settings.identifiers());
        this.vaccines = Concepts.vaccines(system);
        this.disabilities = Concepts.disabilities(system);
    }

    /** Who the child is, as the register has it. */
    ChildRecord of(Patient patient, LocalDate today) {
        ChildRecord.Builder record = ChildRecord.from(system, today);
        patients.put(patient, record);
        return record.build();
    }

    /**
     * All that was fetched.
     *
     * @throws UnmappedCode for a vaccine, forecast, fitness or disability code nobody has mapped
     */
    ChildRecord of(Holding holding, LocalDate today) {
        ChildRecord.Builder record = ChildRecord.from(system, today);
        patients.put(holding.patient(), record);
        new ImmunizationFields(vaccines, today).put(holding, record);
        new ExaminationFields(system).put(holding, record);
        record.put(
                "healthCheck.diagnosis",
                Concepts.words(holding.all(Condition.class).map(Condition::getCode)));
        record.put(
                "healthCheck.allergy",
                Concepts.words(holding.all(AllergyIntolerance.class).map(AllergyIntolerance::getCode)));
        disability(holding.patient(), record);
        return record.build();
    }

    private void disability(Patient patient, ChildRecord.Builder record) {
        var extension = patient.getExtensionByUrl(DISABILITY);
        if (extension != null && extension.getValue() instanceof CodeableConcept kind) {
            record.put("disability.status", "yes").put("disability.kind", disabilities.require(kind));
        }
    }
}
