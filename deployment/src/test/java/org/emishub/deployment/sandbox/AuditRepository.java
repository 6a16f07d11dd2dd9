package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Resource;

/** An Audit Record Repository that takes AuditEvents by IHE ITI-20, as HAPI reads them. */
final class AuditRepository extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    /** As they came, repeated ones too. */
    final transient List<AuditEvent> events = new CopyOnWriteArrayList<>();

    /** So many of the next requests are taken and their answers lost. */
    final transient AtomicInteger losesAnswers = new AtomicInteger();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), UTF_8);
        Resource resource = (Resource) FHIR.newJsonParser().parseResource(body);
        response.setContentType("application/fhir+json");
        if (losesAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            events.addAll(events(resource));
            response.setStatus(502);
            return;
        }
        if (resource instanceof AuditEvent event) {
            events.add(event);
            response.setStatus(201);
            return;
        }
        Bundle answer = new Bundle().setType(BundleType.BATCHRESPONSE);
        for (Bundle.BundleEntryComponent entry : ((Bundle) resource).getEntry()) {
            events.add((AuditEvent) entry.getResource());
            answer.addEntry().getResponse().setStatus("201 Created");
        }
        response.getOutputStream()
                .write(FHIR.newJsonParser().encodeResourceToString(answer).getBytes(UTF_8));
    }

    private static List<AuditEvent> events(Resource resource) {
        return resource instanceof AuditEvent one
                ? List.of(one)
                : ((Bundle) resource)
                        .getEntry().stream()
                                .map(entry -> (AuditEvent) entry.getResource())
                                .toList();
    }
}
