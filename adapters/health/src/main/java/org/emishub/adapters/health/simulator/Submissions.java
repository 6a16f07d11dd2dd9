package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;

/** Takes batches of searches and transactions; a transaction under an Idempotency-Key it has seen gets the answer it got then. */
final class Submissions {
    private static final int MOST_ENTRIES = 50;
    private static final int KEYS_KEPT = 10_000;

    private final FhirContext fhir;
    private final Searches searches;
    private final Enrolments enrolments;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private record Answer(byte[] hash, String json) {}

    Submissions(FhirContext fhir, Holdings holdings, Searches searches, Clock clock) {
        this.fhir = fhir;
        this.searches = searches;
        this.enrolments = new Enrolments(fhir, holdings, clock);
    }

    Bundle take(Bundle bundle, String key, byte[] bytes) {
        if (bundle.getEntry().isEmpty() || bundle.getEntry().size() > MOST_ENTRIES) {
            throw Rejection.of(400, IssueType.STRUCTURE, "Bundle.entry: 1 to " + MOST_ENTRIES);
        }
        if (bundle.getType() == BundleType.BATCH) {
            return batch(bundle);
        }
        if (bundle.getType() == BundleType.TRANSACTION) {
            return once(bundle, key, sha256(bytes));
        }
        throw Rejection.of(400, IssueType.STRUCTURE, "Bundle.type: batch or transaction");
    }

    private Bundle batch(Bundle bundle) {
        Bundle response = new Bundle().setType(BundleType.BATCHRESPONSE);
        bundle.getEntry().forEach(entry -> answer(entry, response.addEntry()));
        return response;
    }

    private void answer(BundleEntryComponent entry, BundleEntryComponent answer) {
        try {
            if (entry.getRequest().getMethod() != HTTPVerb.GET) {
                throw Rejection.of(405, IssueType.NOTSUPPORTED, "Bundle.entry.request.method: GET");
            }
            Bundle found = new Bundle().setType(BundleType.SEARCHSET);
            for (Resource resource : searches.at(entry.getRequest().getUrl())) {
                found.addEntry().setResource(resource).getSearch().setMode(Bundle.SearchEntryMode.MATCH);
            }
            answer.setResource(found.setTotal(found.getEntry().size()));
            answer.getResponse().setStatus("200");
        } catch (BaseServerResponseException no) {
            answer.getResponse().setStatus(Integer.toString(no.getStatusCode())).setOutcome((OperationOutcome)
                    no.getOperationOutcome());
        }
    }

    private synchronized Bundle once(Bundle bundle, String key, byte[] hash) {
        Answer before = answers.get(key);
        if (before != null && !Arrays.equals(before.hash, hash)) {
            throw Rejection.of(422, IssueType.DUPLICATE, "Idempotency-Key was used for another payload");
        }
        if (before != null) {
            return fhir.newJsonParser().parseResource(Bundle.class, before.json);
        }
        Bundle response = enrolments.apply(bundle);
        if (!key.isEmpty()) {
            answers.put(key, new Answer(hash, fhir.newJsonParser().encodeResourceToString(response)));
            answers.keySet().stream()
                    .limit(Math.max(0, answers.size() - KEYS_KEPT))
                    .toList()
                    .forEach(answers::remove);
        }
        return response;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
