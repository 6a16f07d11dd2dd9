package org.emishub.adapters.health.register;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;

/** The FHIR Patient that says of a child what was disclosed and nothing else. */
public final class FhirPatient {
    /** Tells a name in Latin letters from the one in the child's own script (BCP 47, script subtag). */
    static final String LANGUAGE = "http://hl7.org/fhir/StructureDefinition/language";

    static final String NATIONALITY = "http://hl7.org/fhir/StructureDefinition/patient-nationality";
    private static final Pattern FHIR_DATE = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");

    private final IdentifierSystems systems;
    private final Patient patient = new Patient();

    private FhirPatient(IdentifierSystems systems) {
        this.systems = systems;
    }

    /**
     * Writes the {@code child} fields.
     *
     * @param fields of a disclosure, by path; other groups are left to others
     * @throws SystemFault permanent, when a field of the child has no place in a Patient or was generalised to what FHIR cannot write there; names the field only
     */
    public static Patient of(Map<String, Object> fields, IdentifierSystems systems) {
        FhirPatient writer = new FhirPatient(systems);
        if (fields.containsKey("child.patronymic") && !fields.containsKey("child.givenName")) {
            throw noPlaceFor("child.patronymic");
        }
        new TreeMap<>(fields).forEach((path, value) -> {
            if (path.startsWith("child.")) {
                writer.put(path, value);
            }
        });
        return writer.patient;
    }

    /** Says that this protocol cannot carry a field that an agreement discloses. */
    public static SystemFault noPlaceFor(String path) {
        return new SystemFault(
                "NOT_TRANSLATABLE", "FHIR has no place for '" + path + "' as the agreement discloses it", true);
    }

    private void put(String path, Object value) {
        String text = String.valueOf(value);
        switch (path) {
            case "child.id" -> identifier(systems.personalNumber(), text);
            case "child.healthId" -> identifier(systems.healthNumber(), text);
            case "child.emisId" -> identifier(systems.emisNumber(), text);
            case "child.socialId" -> identifier(systems.socialNumber(), text);
            case "child.familyName" -> ownScript().setFamily(text);
            case "child.givenName", "child.patronymic" -> ownScript().addGiven(text);
            case "child.familyNameLatin" -> latin().setFamily(text);
            case "child.givenNameLatin" -> latin().addGiven(text);
            case "child.birthDate" -> birthDate(path, value);
            case "child.sex" -> patient.setGender(AdministrativeGender.fromCode(text));
            case "child.nationality" ->
                patient.addExtension().setUrl(NATIONALITY).addExtension("code", concept("urn:iso:std:iso:3166", text));
            case "child.language" -> patient.addCommunication().setLanguage(concept("urn:ietf:bcp:47", text));
            case "child.district" -> patient.getAddressFirstRep().setState(text);
            case "child.address" -> patient.getAddressFirstRep().setText(text);
            case "child.phone" ->
                patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(text);
            case "child.alive" -> patient.setDeceased(new BooleanType(value.equals(false)));
            default -> throw noPlaceFor(path);
        }
    }

    /** A whole date, or the year or month that an agreement leaves of it; FHIR writes all three. */
    private void birthDate(String path, Object value) {
        boolean writable = value instanceof LocalDate
                || FHIR_DATE.matcher(String.valueOf(value)).matches();
        if (!writable) {
            throw noPlaceFor(path);
        }
        patient.setBirthDateElement(new DateType(String.valueOf(value)));
    }

    private void identifier(String system, String value) {
        patient.addIdentifier().setSystem(system).setValue(value);
    }

    private HumanName ownScript() {
        return name(NameUse.OFFICIAL);
    }

    private HumanName latin() {
        HumanName name = name(NameUse.USUAL);
        if (!name.hasExtension(LANGUAGE)) {
            name.addExtension(LANGUAGE, new CodeType("und-Latn"));
        }
        return name;
    }

    private HumanName name(NameUse use) {
        return patient.getName().stream()
                .filter(name -> name.getUse() == use)
                .findFirst()
                .orElseGet(() -> patient.addName().setUse(use));
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding().setSystem(system).setCode(code));
    }
}
