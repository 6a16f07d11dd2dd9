package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.emishub.routes.system.AnswerReceiver;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.hash.Sha256;
import tools.jackson.core.JacksonException;

/** The registered callback of a client: takes {@code on-search} messages and acknowledges each. */
public final class DciCallback implements AnswerReceiver {
    private final DciPost post;

    /**
     * Makes it.
     *
     * @param address the registered one; no message names another
     * @param tls the trust and the client certificate to show it; empty only on loopback
     * @param timeout for connecting, and again for the whole answer
     */
    public DciCallback(URI address, Optional<SSLContext> tls, Duration timeout) {
        this.post = new DciPost(address, tls, timeout);
    }

    @Override
    public Delivered deliver(String idempotencyKey, Wire wire) {
        HttpResponse<byte[]> response = post.post(wire.bytes(), Map.of("Idempotency-Key", idempotencyKey));
        requireAck(response.body());
        // DCI's acknowledgement is not signed: the hub attests what it was answered, and by whom.
        return new Delivered(
                false,
                response.body(),
                response.sslSession().map(DciCallback::certificate).orElse(""));
    }

    private static void requireAck(byte[] body) {
        switch (status(body)) {
            case "ACK" -> {}
            case "NACK", "ERR" -> throw new SystemFault("REJECTED", "not acknowledged", true);
            default -> throw new SystemFault("BAD_ANSWER", "no acknowledgement", false);
        }
    }

    private static String status(byte[] body) {
        try {
            return DciJson.text(DciJson.MAPPER.readTree(body).path("message"), "ack_status")
                    .orElse("");
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String certificate(SSLSession session) {
        try {
            return Sha256.hex(session.getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return "";
        }
    }
}
