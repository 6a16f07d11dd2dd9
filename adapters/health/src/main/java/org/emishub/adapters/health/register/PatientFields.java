package org.emishub.adapters.health.register;

import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Reads the {@code child} fields from a Patient. */
record PatientFields(IdentifierSystems systems) {
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /** HL7 v3 Confidentiality: restricted, very restricted. */
    private static final List<String> SEALED = List.of("R", "V");

    void put(Patient patient, ChildRecord.Builder record) {
        for (Identifier identifier : patient.getIdentifier()) {
            identifier(identifier, record);
        }
        patient.getName().stream()
                .filter(name -> name.getUse() != NameUse.OLD && name.getUse() != NameUse.MAIDEN)
                .sorted((a, b) -> Boolean.compare(b.getUse() == NameUse.OFFICIAL, a.getUse() == NameUse.OFFICIAL))
                .filter(name -> !isLatin(name))
                .findFirst()
                .ifPresent(name -> ownScript(name, record));
        patient.getName().stream().filter(PatientFields::isLatin).findFirst().ifPresent(name -> {
            put("child.familyNameLatin", name.getFamily(), record);
            put("child.givenNameLatin", given(name, 0), record);
        });
        record.put("child.birthDate", Concepts.day(patient.getBirthDateElement()));
        if (patient.hasGender()) {
            switch (patient.getGender()) {
                case MALE -> record.put("child.sex", "male");
                case FEMALE -> record.put("child.sex", "female");
                default -> record.put("child.sex", "unknown");
            }
        }
        if (patient.hasDeceased()) {
            boolean dead = !(patient.getDeceased() instanceof BooleanType flag) || flag.booleanValue();
            record.put("child.alive", !dead);
        }
        if (patient.getMeta().getSecurity().stream()
                .anyMatch(s -> CONFIDENTIALITY.equals(s.getSystem()) && SEALED.contains(s.getCode()))) {
            record.put("child.sealed", true);
        }
    }

    private void identifier(Identifier identifier, ChildRecord.Builder record) {
        String system = String.valueOf(identifier.getSystem());
        if (system.equals(systems.personalNumber())) {
            put("child.id", identifier.getValue(), record);
        } else if (system.equals(systems.healthNumber())) {
            put("child.healthId", identifier.getValue(), record);
        }
    }

    private static void ownScript(HumanName name, ChildRecord.Builder record) {
        put("child.familyName", name.getFamily(), record);
        put("child.givenName", given(name, 0), record);
        put("child.patronymic", given(name, 1), record);
    }

    private static boolean isLatin(HumanName name) {
        var language = name.getExtensionByUrl(FhirPatient.LANGUAGE);
        return language != null && String.valueOf(language.getValue()).endsWith("-Latn");
    }

    private static @Nullable String given(HumanName name, int index) {
        List<StringType> given = name.getGiven();
        return index < given.size() ? given.get(index).getValue() : null;
    }

    private static void put(String path, @Nullable String text, ChildRecord.Builder record) {
        if (text != null && !text.isBlank()) {
            record.put(path, text);
        }
    }
}
