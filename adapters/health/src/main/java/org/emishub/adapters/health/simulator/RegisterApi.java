package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.ImmunizationRecommendation;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/** The interactions of the register's FHIR interface, as HAPI's server finds them; each hands on to {@link Searches}, {@link Matching} or {@link Submissions}. */
public final class RegisterApi {
    private static final int MOST_CANDIDATES = 20;

    private final Searches searches;
    private final Matching matching;
    private final Submissions submissions;

    RegisterApi(FhirContext fhir, Holdings holdings, Clock clock) {
        this.searches = new Searches(fhir, holdings, clock);
        this.matching = new Matching(holdings);
        this.submissions = new Submissions(fhir, holdings, searches, clock);
    }

    @Read(type = Patient.class)
    public @Nullable Patient patient(@IdParam IdType id) {
        return searches.patient(id.getIdPart()).orElse(null);
    }

    @Search(type = Patient.class)
    public List<Patient> patients(
            @OptionalParam(name = Patient.SP_IDENTIFIER) @Nullable TokenParam identifier,
            @OptionalParam(name = Patient.SP_FAMILY) @Nullable StringParam family,
            @OptionalParam(name = Patient.SP_GIVEN) @Nullable StringParam given,
            @OptionalParam(name = Patient.SP_BIRTHDATE) @Nullable DateParam birthDate) {
        if (identifier != null) {
            return searches.patientsByNumber(identifier.getSystem() + "|" + identifier.getValue());
        }
        if (family == null || birthDate == null) {
            throw Rejection.of(400, IssueType.REQUIRED, "a search needs identifier, or family and birthdate");
        }
        return searches.patientsByName(
                family.getValue(), given == null ? "" : given.getValue(), birthDate.getValueAsString());
    }

    /** FHIR R4, Patient/$match. */
    @Operation(name = "$match", type = Patient.class)
    public Bundle match(
            @OperationParam(name = "resource", min = 1) @Nullable Patient resource,
            @OperationParam(name = "count") @Nullable IntegerType count,
            @OperationParam(name = "onlyCertainMatches") @Nullable BooleanType onlyCertain) {
        if (resource == null) {
            throw Rejection.of(400, IssueType.REQUIRED, "Parameters.parameter(resource)");
        }
        int most = count == null ? MOST_CANDIDATES : Math.min(MOST_CANDIDATES, count.getValue());
        return matching.match(resource, most, onlyCertain != null && onlyCertain.booleanValue());
    }

    @Search(type = Immunization.class)
    public List<Resource> immunizations(@RequiredParam(name = Immunization.SP_PATIENT) ReferenceParam patient) {
        return searches.of("Immunization", query(patient));
    }

    @Search(type = ImmunizationRecommendation.class)
    public List<Resource> recommendations(
            @RequiredParam(name = ImmunizationRecommendation.SP_PATIENT) ReferenceParam patient) {
        return searches.of("ImmunizationRecommendation", query(patient));
    }

    @Search(type = Observation.class)
    public List<Resource> observations(
            @RequiredParam(name = Observation.SP_PATIENT) ReferenceParam patient,
            @OptionalParam(name = Observation.SP_CODE) @Nullable TokenParam code) {
        return searches.of("Observation", query(patient, code));
    }

    @Search(type = ServiceRequest.class)
    public List<Resource> orders(
            @RequiredParam(name = ServiceRequest.SP_PATIENT) ReferenceParam patient,
            @OptionalParam(name = ServiceRequest.SP_CODE) @Nullable TokenParam code) {
        return searches.of("ServiceRequest", query(patient, code));
    }

    @Search(type = Condition.class)
    public List<Resource> conditions(@RequiredParam(name = Condition.SP_PATIENT) ReferenceParam patient) {
        return searches.of("Condition", query(patient));
    }

    @Search(type = AllergyIntolerance.class)
    public List<Resource> allergies(@RequiredParam(name = AllergyIntolerance.SP_PATIENT) ReferenceParam patient) {
        return searches.of("AllergyIntolerance", query(patient));
    }

    @Search(type = EpisodeOfCare.class)
    public List<Resource> episodes(@RequiredParam(name = EpisodeOfCare.SP_PATIENT) ReferenceParam patient) {
        return searches.of("EpisodeOfCare", query(patient));
    }

    /** FHIR R4, transaction and batch. */
    @Transaction
    public Bundle submit(@TransactionParam Bundle bundle, RequestDetails request) {
        String key = request.getHeader("Idempotency-Key");
        return submissions.take(bundle, key == null ? "" : key, request.loadRequestContents());
    }

    private static Map<String, String> query(ReferenceParam patient) {
        return Map.of("patient", patient.getIdPart());
    }

    private static Map<String, String> query(ReferenceParam patient, @Nullable TokenParam code) {
        return code == null
                ? query(patient)
                : Map.of("patient", patient.getIdPart(), "code", code.getSystem() + "|" + code.getValue());
    }
}
