package org.emishub.adapters.health.register;

import java.net.URI;
import java.time.Duration;
import org.emishub.security.member.SystemId;

/**
 * How the register is reached.
 *
 * @param system its name, as answers give it as their source
 * @param base the FHIR base, {@code https://host/fhir}
 * @param connect the longest wait for a connection
 * @param answer the longest wait for a whole answer
 * @param connections how many are kept alive at most
 * @param largestAnswer in bytes, after decompression
 */
public record RegisterSettings(
        SystemId system,
        URI base,
        IdentifierSystems identifiers,
        Duration connect,
        Duration answer,
        int connections,
        int largestAnswer) {
    public RegisterSettings {
        boolean http = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
        if (!http || connect.toMillis() < 1 || answer.toMillis() < 1 || connections < 1 || largestAnswer < 1) {
            throw new IllegalArgumentException("a register needs an http(s) base and limits above zero");
        }
    }

    /** Ordinary limits: 2 s to connect, 10 s to answer, 16 connections, 2 MiB. */
    public static RegisterSettings of(SystemId system, URI base, IdentifierSystems identifiers) {
        return new RegisterSettings(
                system, base, identifiers, Duration.ofSeconds(2), Duration.ofSeconds(10), 16, 2 << 20);
    }
}
