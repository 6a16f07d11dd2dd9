package org.emishub.adapters.health.refusal;

import org.emishub.security.refusal.Code;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A refusal in FHIR's words: HTTP status, and an OperationOutcome with the hub's code and remedy. */
public final class RefusalOutcome {
    /** The code system of the hub's refusal codes. */
    public static final String SYSTEM = "https://emishub.org/fhir/CodeSystem/refusal";

    private RefusalOutcome() {}

    /** The outcome, made from the code that the asker may see: whatever depends on the child looks the same. */
    public static OperationOutcome of(Code code) {
        Code shown = code.shown();
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(issue(shown))
                .getDetails()
                .setText(shown.remedy())
                .addCoding(new Coding().setSystem(SYSTEM).setCode(shown.name()));
        return outcome;
    }

    /** The HTTP status that goes with it. */
    public static int status(Code code) {
        return switch (code.shown()) {
            case UNKNOWN_MEMBER -> 401;
            case TOO_LARGE -> 413;
            case MALFORMED, BAD_SIGNATURE, NOT_FOR_US, EXPIRED -> 400;
            case REPLAYED, SUPERSEDED -> 409;
            case UNMAPPED_CODE -> 422;
            case LIMIT_REACHED -> 429;
            case NO_DATA -> 404;
            default -> 403;
        };
    }

    private static IssueType issue(Code shown) {
        return switch (shown) {
            case UNKNOWN_MEMBER -> IssueType.LOGIN;
            case TOO_LARGE -> IssueType.TOOLONG;
            case MALFORMED -> IssueType.STRUCTURE;
            case BAD_SIGNATURE, NOT_FOR_US -> IssueType.SECURITY;
            case EXPIRED -> IssueType.EXPIRED;
            case REPLAYED -> IssueType.DUPLICATE;
            case SUPERSEDED -> IssueType.CONFLICT;
            case UNMAPPED_CODE -> IssueType.CODEINVALID;
            case LIMIT_REACHED -> IssueType.THROTTLED;
            case NO_DATA -> IssueType.SUPPRESSED;
            default -> IssueType.FORBIDDEN;
        };
    }
}
