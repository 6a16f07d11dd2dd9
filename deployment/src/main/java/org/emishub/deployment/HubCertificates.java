package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.deployment.keys.Pem;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;

/** The hub's own certificates and its registry's authority as text, for whoever checks what they signed. */
final class HubCertificates {
    private HubCertificates() {}

    /** PEM by name. */
    static Map<String, String> of(OwnKeys own, Path registry) {
        Map<String, String> all = new TreeMap<>();
        try {
            for (OwnKey key : own.signing()) {
                all.put("hub-" + key.kid(), Pem.text(key.certificate()));
            }
            all.put("authority", Files.readString(registry.resolve("ca.pem")));
            return all;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the registry's authority cannot be read", e);
        }
    }
}
