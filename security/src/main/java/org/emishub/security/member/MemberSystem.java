package org.emishub.security.member;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One connected system as the registry knows it; a certificate it does not need for its protocol may be absent.
 *
 * @param organisationName the organisation's name for people
 * @param endpoint where the hub reaches it; empty when it only calls
 * @param keyAgreement the key others encrypt to ({@code keyAgreement}, or {@code keyEncipherment} for an RSA key of a SOAP system)
 * @param limits how much it may send
 */
public record MemberSystem(
        SystemId id,
        String organisationName,
        Protocol protocol,
        Optional<URI> endpoint,
        Optional<X509Certificate> signing,
        Optional<X509Certificate> keyAgreement,
        Optional<X509Certificate> tls,
        SendingLimits limits) {}
