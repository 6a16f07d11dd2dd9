package org.emishub.routes.gateway;

import org.emishub.security.member.SystemId;

/**
 * A message of questions that a native door has authenticated, and that is answered later.
 *
 * @param client the authenticated sender
 * @param messageId unique per sender, {@code [A-Za-z0-9._:-]{1,64}}
 * @param payload the exact bytes that the sender signed; hashed for the Idempotent Receiver and stored encrypted
 * @param about the record part asked for; with the client it finds the agreement
 */
public record NativeMessage(SystemId client, String messageId, byte[] payload, String about) {}
