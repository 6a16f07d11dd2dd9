package org.emishub.security.envelope;

/**
 * A message whose decryption, signature, recipient and expiry were checked.
 *
 * @param payloadHash lower-case hex SHA-256 of the signed payload's exact bytes
 */
public record Opened(Message message, String payloadHash) {}
