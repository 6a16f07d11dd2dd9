package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.deployment.keys.Pem;
import org.emishub.security.evidence.CertificateHistory;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.ledger.Entry;
import org.emishub.security.member.Certificates;

/** The hub's own certificates, its registry's authority and the members' signing certificates as text, for whoever checks what they signed. */
final class HubCertificates {
    private HubCertificates() {}

    /** PEM by name; of members, those that were theirs when these entries were made. */
    static Map<String, String> of(OwnKeys own, Path registry, CertificateHistory history, List<Entry> entries) {
        Map<String, String> all = new TreeMap<>();
        try {
            for (OwnKey key : own.signing()) {
                all.put("hub-" + key.kid(), Pem.text(key.certificate()));
            }
            for (Map.Entry<String, X509Certificate> member : history.of(entries).entrySet()) {
                all.put(member.getKey(), Pem.text(member.getValue()));
            }
            // As one certificate and nothing else, whatever words stand around it in the registry's file.
            all.put("authority", Pem.text(Certificates.of(Files.readAllBytes(registry.resolve("ca.pem")))));
            return all;
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the registry's authority cannot be read", e);
        }
    }
}
