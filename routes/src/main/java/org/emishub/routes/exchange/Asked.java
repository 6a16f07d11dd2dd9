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
 */
record Asked(ChildRecord subject, Optional<Period> period, Request request) {}
