package org.emishub.routes.system;

import java.util.Optional;
import org.emishub.security.disclosure.Disclosure;

/**
 * What a provider is asked about one child.
 *
 * @param messageId of the question, for the provider's own log and for idempotency
 * @param about the record part, as the agreement names it
 * @param subject what may be told to the provider of the child (the agreement's {@code asks}); a question discloses too
 * @param period the days asked about, where the part needs one
 * @param purpose the agreement's purpose, in its own words
 */
public record Question(String messageId, String about, Disclosure subject, Optional<Period> period, String purpose) {}
