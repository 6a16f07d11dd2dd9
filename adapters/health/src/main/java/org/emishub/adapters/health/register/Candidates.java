package org.emishub.adapters.health.register;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;

/**
 * Who in the register fits a description.
 *
 * @param certain those of whom the register is certain
 * @param likely how many more it holds for probable
 */
record Candidates(List<Patient> certain, long likely) {
    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final int MOST = 5;

    /** What a server answers that knows no {@code $match}. */
    private static final Set<Integer> NO_SUCH_OPERATION = Set.of(400, 404, 405, 501);

    /**
     * Asks {@code Patient/$match} (FHIR R4, patient-operation-match), or where there is none, a search by the first identifier.
     *
     * <p>Asks for uncertain matches too: with {@code onlyCertainMatches} a register answers several the same as none, and the hub must tell them apart.
     */
    static Candidates find(IGenericClient client, Patient described, String messageId) {
        try {
            Parameters question = new Parameters();
            question.addParameter().setName("resource").setResource(described);
            question.addParameter().setName("count").setValue(new IntegerType(MOST));
            question.addParameter().setName("onlyCertainMatches").setValue(new BooleanType(false));
            return graded(client.operation()
                    .onType(Patient.class)
                    .named("$match")
                    .withParameters(question)
                    .returnResourceType(Bundle.class)
                    .withAdditionalHeader("X-Request-Id", messageId)
                    .execute());
        } catch (BaseServerResponseException e) {
            if (NO_SUCH_OPERATION.contains(e.getStatusCode()) && described.hasIdentifier()) {
                return byIdentifier(client, described.getIdentifierFirstRep(), messageId);
            }
            throw e;
        }
    }

    private static Candidates byIdentifier(IGenericClient client, Identifier identifier, String messageId) {
        Bundle found = client.search()
                .forResource(Patient.class)
                .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(identifier.getSystem(), identifier.getValue()))
                .count(MOST)
                .returnBundle(Bundle.class)
                .withAdditionalHeader("X-Request-Id", messageId)
                .execute();
        return new Candidates(
                found.getEntry().stream()
                        .flatMap(entry -> patient(entry).stream())
                        .filter(patient -> patient.getIdentifier().stream()
                                .anyMatch(i -> identifier.getSystem().equals(i.getSystem())
                                        && identifier.getValue().equals(i.getValue())))
                        .toList(),
                0);
    }

    static Candidates graded(Bundle found) {
        List<Patient> certain = found.getEntry().stream()
                .filter(entry -> grade(entry).equals("certain"))
                .flatMap(entry -> patient(entry).stream())
                .toList();
        long likely = found.getEntry().stream()
                .filter(entry -> grade(entry).equals("probable"))
                .count();
        return new Candidates(certain, likely);
    }

    private static Optional<Patient> patient(BundleEntryComponent entry) {
        return entry.getResource() instanceof Patient patient ? Optional.of(patient) : Optional.empty();
    }

    private static String grade(BundleEntryComponent entry) {
        var extension = entry.getSearch().getExtensionByUrl(GRADE);
        return extension == null || !extension.hasValue()
                ? ""
                : String.valueOf(extension.getValue().primitiveValue());
    }
}
