package org.emishub.security.member;

import java.security.cert.X509Certificate;

/**
 * A member's registered signing key.
 *
 * @param system the one system that signs with it
 * @param kid base64url(SHA-256 of the certificate's DER)
 */
public record SigningKey(SystemId system, String kid, X509Certificate certificate) {}
