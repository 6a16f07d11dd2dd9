package org.emishub.routes.facts;

import java.time.Instant;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Request;

/** Finds what one decision about one child rests on. */
@FunctionalInterface
public interface FactSource {
    /**
     * Everything at once, as it is now.
     *
     * @throws RuntimeException when it cannot be found out: a fault, and never a yes
     */
    Facts about(Agreement agreement, Request request, String child, Instant at);
}
