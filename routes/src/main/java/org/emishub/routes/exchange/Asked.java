package org.emishub.routes.exchange;

import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Request;

/**
 * A translated question.
 *
 * @param subject the child as the asker describes it
 * @param request who asks, and what they say about it
 * @param breakGlass the reason for which a named user wants to look without a case; empty where nobody does
 * @param askerName the named user's own name, where the signed request states it; looked at and not kept
 */
record Asked(
        ChildRecord subject, Optional<Period> period, Request request, Optional<String> breakGlass, String askerName) {
    /** A question under a case, or where none is wanted; no name is stated. */
    Asked(ChildRecord subject, Optional<Period> period, Request request) {
        this(subject, period, request, Optional.empty(), "");
    }

    /** Never prints who asks about whom. */
    @Override
    public String toString() {
        return "Asked[]";
    }
}
