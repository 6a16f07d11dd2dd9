package org.emishub.adapters.health.consent;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.emishub.adapters.health.refusal.RefusalOutcome;
import org.emishub.routes.facts.ConsentIntake;
import org.emishub.routes.facts.NoSay;
import org.emishub.routes.facts.NotEntitled;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Takes FHIR R4 Consent from those who are entitled to hand it in: {@code POST /fhir/Consent}; a withdrawal comes the same way. */
public final class ConsentDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ConsentDoor.class.getName());
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final int MAX_BYTES = 64 << 10;

    /** The request attribute that holds the caller's {@link SystemId}. */
    public static final String MEMBER = "org.emishub.member";

    private final transient ConsentIntake intake;
    private final transient Gateway gateway;
    private final transient Set<SystemId> entitled;

    public ConsentDoor(ConsentIntake intake, Gateway gateway, Set<SystemId> entitled) {
        this.intake = intake;
        this.gateway = gateway;
        this.entitled = Set.copyOf(entitled);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        try {
            take(request, response, body);
        } catch (RuntimeException e) {
            // Nothing was noted; no text of the exception leaves.
            LOG.log(
                    Level.ERROR,
                    "a consent could not be noted: {0}",
                    e.getClass().getName());
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response, byte[] body) throws IOException {
        if (!(request.getAttribute(MEMBER) instanceof SystemId member) || !entitled.contains(member)) {
            refuse(request, response, Code.NOT_AGREED, "consent.from: not entitled");
        } else if (body.length > MAX_BYTES) {
            refuse(request, response, Code.TOO_LARGE, "consent: at most 64 KiB");
        } else if (!isFhir(request)) {
            refuse(request, response, Code.MALFORMED, "consent: application/fhir+json");
        } else {
            note(request, response, member, body);
        }
    }

    private void note(HttpServletRequest request, HttpServletResponse response, SystemId member, byte[] body)
            throws IOException {
        try {
            intake.take(FhirConsent.read(body), member);
            OperationOutcome noted = new OperationOutcome();
            noted.addIssue()
                    .setSeverity(IssueSeverity.INFORMATION)
                    .setCode(IssueType.INFORMATIONAL)
                    .setDiagnostics("noted");
            write(response, HttpServletResponse.SC_OK, noted);
        } catch (NotWellFormed e) {
            refuse(request, response, Code.MALFORMED, e.rule());
        } catch (NotEntitled e) {
            refuse(request, response, Code.NOT_AGREED, "consent.takenFrom: not entitled");
        } catch (NoSay e) {
            refuse(request, response, Code.NO_CONSENT, "consent: of somebody without a say");
        } catch (IllegalArgumentException e) {
            refuse(request, response, Code.NOT_AGREED, "consent: no agreement that needs it, or of the future");
        }
    }

    private static boolean isFhir(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/fhir+json");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Code code, String rule)
            throws IOException {
        Object member = request.getAttribute(MEMBER);
        gateway.refused(member == null ? request.getRemoteAddr() : member.toString(), new Refusal(code, rule));
        write(response, RefusalOutcome.status(code), RefusalOutcome.of(code));
    }

    private static void write(HttpServletResponse response, int status, OperationOutcome outcome) throws IOException {
        byte[] body = FHIR.newJsonParser().encodeResourceToString(outcome).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/fhir+json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
