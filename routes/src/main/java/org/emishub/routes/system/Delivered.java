package org.emishub.routes.system;

/**
 * A receiver's receipt.
 *
 * @param signed true when the receiver itself signed it; false when the hub attests what it was answered
 * @param receipt the signed receipt, or the response's bytes
 * @param peerCertificate lower-case hex SHA-256 of the certificate the receiver showed, empty without TLS
 */
public record Delivered(boolean signed, byte[] receipt, String peerCertificate) {}
