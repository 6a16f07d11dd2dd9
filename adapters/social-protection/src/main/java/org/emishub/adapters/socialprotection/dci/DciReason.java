package org.emishub.adapters.socialprotection.dci;

import org.emishub.security.refusal.Code;

/** How a refusal is said in DCI: the status reason code that comes nearest, and the hub's own code with its remedy as the message. */
final class DciReason {
    private DciReason() {}

    /** Of one search ({@code SearchStatusReasonCode}). */
    static String search(Code code) {
        return switch (code.shown()) {
            case EXPIRED -> "rjct.timestamp.invalid";
            case REPLAYED -> "rjct.reference_id.duplicate";
            default -> "rjct.search_criteria.invalid";
        };
    }

    static String message(Code code) {
        return code.shown() + ": " + code.shown().remedy();
    }
}
