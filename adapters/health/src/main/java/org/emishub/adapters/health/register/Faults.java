package org.emishub.adapters.health.register;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/** Turns whatever goes wrong with the register into a fault; keeps HTTP status and issue codes of an OperationOutcome, and no word of what it wrote. */
public final class Faults {
    /** The same bytes will never be taken: not well-formed, too large, not of a kind it takes, against its rules; several fit a condition. */
    private static final Set<Integer> PERMANENT = Set.of(400, 405, 412, 413, 415, 422);

    private static final String NOT_FHIR = "the answer is not FHIR R4 as it was asked for";

    private static final Set<String> PASSING =
            Set.of("transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled");

    private Faults() {}

    /** The value, or a fault instead of any exception but an unmapped code. */
    static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (SystemFault | UnmappedCode known) {
            throw known;
        } catch (FhirClientConnectionException e) {
            throw noAnswer(e);
        } catch (BaseServerResponseException e) {
            throw e.getStatusCode() >= 400
                    ? answered(e.getStatusCode(), issues(e.getOperationOutcome()))
                    : badAnswer(NOT_FHIR);
        } catch (RuntimeException e) {
            throw causedBy(e, IOException.class) ? noAnswer(e) : badAnswer(NOT_FHIR);
        }
    }

    /** No answer, or none that ended within the limits. */
    public static SystemFault noAnswer(Throwable e) {
        if (causedBy(e, BoundedAnswer.TooLarge.class)) {
            return new SystemFault("TOO_LARGE", "the answer is larger than is taken", false);
        }
        if (causedBy(e, InterruptedIOException.class)) {
            return new SystemFault("TIMEOUT", "no whole answer in time", false);
        }
        return causedBy(e, IOException.class)
                ? new SystemFault("UNREACHABLE", "no connection, or it broke", false)
                : badAnswer(NOT_FHIR);
    }

    static SystemFault badAnswer(String problem) {
        return new SystemFault("BAD_ANSWER", problem, false);
    }

    /** An answer that is no success, read from its bytes. */
    public static SystemFault answered(int status, byte[] body, FhirContext fhir) {
        try {
            IBaseResource outcome = fhir.newJsonParser().parseResource(new String(body, StandardCharsets.UTF_8));
            return answered(status, issues(outcome));
        } catch (RuntimeException notFhir) {
            return answered(status, List.of());
        }
    }

    private static SystemFault answered(int status, List<String> issues) {
        boolean permanent = PERMANENT.contains(status) && issues.stream().noneMatch(PASSING::contains);
        return new SystemFault(
                status >= 500 ? "FAILED" : "REJECTED",
                "HTTP " + status + (issues.isEmpty() ? "" : ", issues " + String.join(" ", issues)),
                permanent);
    }

    /** At most ten issue codes, each of FHIR's closed list; diagnostics and details may hold values and are left unread. */
    private static List<String> issues(@Nullable Object outcome) {
        return outcome instanceof IBaseOperationOutcome && outcome instanceof OperationOutcome r4
                ? r4.getIssue().stream()
                        .filter(OperationOutcome.OperationOutcomeIssueComponent::hasCode)
                        .map(issue -> issue.getCode().toCode())
                        .limit(10)
                        .toList()
                : List.of();
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
