package org.emishub.security.member;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a connected system speaks with the hub, as its member file calls it; any word, so that an adapter may bring a protocol of its own.
 *
 * <p>Only the protocols that bind what keys a member registers are named here.
 *
 * @param name {@code [a-z][a-z0-9-]*}
 */
public record Protocol(String name) {
    /** First, as the constants below are checked by it. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** Nested JWT envelopes over HTTP: spoken by the hub itself, without an adapter. */
    public static final Protocol HUB = new Protocol("hub");

    public static final Protocol DCI = new Protocol("dci");
    public static final Protocol SOAP = new Protocol("soap");

    /** What a protocol cannot do without. */
    private static final Map<Protocol, List<KeyUse>> NEEDED = Map.of(
            HUB, List.of(KeyUse.SIGNING, KeyUse.KEY_AGREEMENT),
            DCI, List.of(KeyUse.SIGNING),
            SOAP, List.of(KeyUse.SIGNING, KeyUse.KEY_AGREEMENT));

    /** @throws IllegalArgumentException when it is not such a word */
    public Protocol {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a protocol is named with a-z, 0-9 and '-', a letter first");
        }
    }

    /** True when a member of this protocol cannot be registered without such a certificate. */
    boolean needs(KeyUse use) {
        return NEEDED.getOrDefault(this, List.of()).contains(use);
    }

    /** True when messages may be signed and encrypted with RSA, because members have nothing else. */
    boolean toleratesRsa() {
        return equals(SOAP);
    }

    @Override
    public String toString() {
        return name;
    }
}
