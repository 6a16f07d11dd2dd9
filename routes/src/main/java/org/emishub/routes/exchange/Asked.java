package org.emishub.routes.exchange;

import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Request;

/**
 * A translated question.
 *
 * @param subject the child as the asker describes it
 * @param breakGlass the reason for which a named user wants to look without a case; empty where nobody does
 */
record Asked(ChildRecord subject, Optional<Period> period, Request request, Optional<String> breakGlass) {
    /** A question under a case, or where none is wanted. */
    Asked(ChildRecord subject, Optional<Period> period, Request request) {
        this(subject, period, request, Optional.empty());
    }
}
