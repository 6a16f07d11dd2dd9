package org.emishub.routes.exchange;

import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Request;

/**
 * A question in the common language.
 *
 * @param subject the child as the client describes it
 * @param request who asks, and what they say about it
 * @param askerName the named user's own name, where the signed request states it; looked at and not kept
 */
record Asked(ChildRecord subject, Optional<Period> period, Request request, String askerName) {
    /** Where no name is stated. */
    Asked(ChildRecord subject, Optional<Period> period, Request request) {
        this(subject, period, request, "");
    }

    /** Never prints who asks about whom. */
    @Override
    public String toString() {
        return "Asked[]";
    }
}
