package org.emishub.deployment.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** An adapter's code map read backwards: invented systems speak their own codes, of which the first listed is used. */
final class LocalCodes {
    private final Map<String, String> byCanonical = new HashMap<>();

    /** @param resource {@code code,canonical,note} with a heading line */
    LocalCodes(String resource) {
        try (InputStream in = LocalCodes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines().skip(1).map(line -> line.split(",", 3)).forEach(c -> byCanonical.putIfAbsent(c[1], c[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException when the system has no code for it */
    String of(String canonical) {
        String code = byCanonical.get(canonical);
        if (code == null) {
            throw new IllegalStateException("no local code for '" + canonical + "'");
        }
        return code;
    }
}
