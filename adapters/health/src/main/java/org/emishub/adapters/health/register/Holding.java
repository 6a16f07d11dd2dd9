package org.emishub.adapters.health.register;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What the register holds of one patient, fetched in one batch (FHIR R4, http.html#transaction) so that it costs one round trip. */
record Holding(Patient patient, List<Resource> resources) {
    private static final int MOST = 200;

    static Holding fetch(IGenericClient client, Patient patient, String messageId) {
        String id = patient.getIdElement().getIdPart();
        if (id == null) {
            throw Faults.badAnswer("the matched patient has no id");
        }
        Bundle batch = new Bundle().setType(BundleType.BATCH);
        searches(id)
                .forEach(url ->
                        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(url));
        Bundle answer = client.transaction()
                .withBundle(batch)
                .withAdditionalHeader("X-Request-Id", messageId)
                .execute();
        if (answer.getEntry().size() != batch.getEntry().size()) {
            throw Faults.badAnswer("the batch was not answered entry by entry");
        }
        List<Resource> resources = new ArrayList<>();
        answer.getEntry().forEach(entry -> resources.addAll(found(entry, id)));
        return new Holding(patient, List.copyOf(resources));
    }

    private static Stream<String> searches(String id) {
        String of = "?patient=" + URLEncoder.encode("Patient/" + id, StandardCharsets.UTF_8) + "&_count=";
        return Stream.of(
                "Immunization" + of + MOST,
                "ImmunizationRecommendation" + of + "1&_sort=-date",
                "Observation" + of + "1&_sort=-date&code=" + encoded(SchoolHealth.FIT_FOR_SCHOOL),
                "ServiceRequest" + of + "1&_sort=-occurrence&status=active&code=" + encoded(SchoolHealth.EXAMINATION),
                "Condition" + of + MOST,
                "AllergyIntolerance" + of + MOST);
    }

    private static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /**
     * The resources of one answered search.
     *
     * @throws SystemFault when the search failed, or there is more than one page: half of an answer would read as "no"
     */
    private static List<Resource> found(BundleEntryComponent entry, String id) {
        String status = String.valueOf(entry.getResponse().getStatus());
        if (status.startsWith("404")) {
            return List.of();
        }
        if (!status.startsWith("200") || !(entry.getResource() instanceof Bundle found)) {
            throw Faults.badAnswer("a search in the batch failed");
        }
        boolean latestOnly = found.getEntry().size() == 1;
        if (found.getLink(Bundle.LINK_NEXT) != null && !latestOnly) {
            throw Faults.badAnswer("more resources than fit on a page");
        }
        return found.getEntry().stream()
                .filter(BundleEntryComponent::hasResource)
                .map(BundleEntryComponent::getResource)
                .filter(resource -> isAbout(resource, id))
                .toList();
    }

    /** Whether it is about this patient; a register that answers with another child's data is not believed. */
    private static boolean isAbout(Resource resource, String id) {
        boolean about = resource.getNamedProperty("patient") != null
                ? refersTo(resource, "patient", id)
                : refersTo(resource, "subject", id);
        if (!about && !resource.fhirType().equals("OperationOutcome")) {
            throw Faults.badAnswer("a search was answered with another patient's resource");
        }
        return about;
    }

    private static boolean refersTo(Resource resource, String property, String id) {
        var named = resource.getNamedProperty(property);
        return named != null
                && named.getValues().stream()
                        .anyMatch(value -> value instanceof Reference reference
                                && id.equals(reference.getReferenceElement().getIdPart()));
    }

    <T extends Resource> Stream<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast);
    }
}
