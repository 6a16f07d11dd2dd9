package org.emishub.routes.facts;

import java.time.Instant;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Giver;

/** A state's own service of consents, asked per child and purpose; where there is one, it alone knows. */
@FunctionalInterface
public interface ConsentService {
    /**
     * Whether consent was given and not withdrawn at a moment.
     *
     * @throws RuntimeException when it does not say: a fault, and never a yes
     */
    boolean consented(Giver giver, String child, Agreement agreement, Instant at);
}
