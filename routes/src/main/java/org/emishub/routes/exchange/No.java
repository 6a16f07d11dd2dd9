package org.emishub.routes.exchange;

import org.emishub.security.refusal.Code;
import org.jspecify.annotations.Nullable;

/**
 * The end of a way on which something said no; its entry is durable.
 *
 * @param code what the asker may see
 * @param sealed the no as a sealed answer; {@code null} where the door renders it
 */
record No(Code code, byte @Nullable [] sealed) {}
