package org.emishub.deployment.door;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Use;

/** Mutual TLS: our key and certificate, and the one authority whose certificates are accepted. */
public final class Tls {
    private final KeyFile keys;
    private final KeyStore trust;

    /** @param authority the registry's authority ({@code members/ca.pem}); no other is trusted, and not the machine's own list */
    public Tls(KeyFile keys, X509Certificate authority) {
        try {
            this.keys = keys;
            this.trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("authority", authority);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the authority's certificate cannot be used", e);
        }
    }

    /** For calling others, who are shown our certificate. */
    public SSLContext client() {
        try {
            KeyStore ours = KeyStore.getInstance("PKCS12");
            ours.load(null, null);
            char[] password = keys.password().reveal().toCharArray();
            ours.setKeyEntry(Use.TLS.alias(), keys.key(Use.TLS.alias()), password, new X509Certificate[] {
                keys.certificate(Use.TLS.alias())
            });
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(ours, password);
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up with the keys given", e);
        }
    }

    /** The one authority, as a trust store. */
    public KeyStore trust() {
        return trust;
    }

    /** Makes a connector an HTTPS one that talks to nobody without a certificate. */
    public void secure(Connector connector) {
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification("required");
        host.setTrustStore(trust);
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(keys.store());
        certificate.setCertificateKeyAlias(Use.TLS.alias());
        certificate.setCertificateKeyPassword(keys.password().reveal());
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
    }
}
