package org.emishub.adapters.socialprotection.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An older system of social protection: asks the attendance question over SOAP, and believes no answer that the hub did not sign and encrypt to it. */
public final class LegacySoapSimulator {
    private static final String NAMESPACE = "urn:emishub:attendance:1";

    private final HttpClient http;
    private final URI address;
    private final WsSecurity security;

    /**
     * Makes the client; its key's algorithm must be RSA.
     *
     * @param http with the client certificate in it where the hub asks for one
     * @param address the hub's {@code /soap/attendance}
     * @param crypto this system's key, and the authority that it trusts
     * @param alias its entry
     * @param hub the certificate to encrypt to, and the only one whose signature counts
     */
    public LegacySoapSimulator(
            HttpClient http, URI address, Crypto crypto, String alias, String password, X509Certificate hub) {
        this.http = http;
        this.address = address;
        this.security = new WsSecurity(crypto, alias, password, hub);
    }

    /**
     * How a call is protected; a test or a demonstration may choose badly.
     *
     * @param signature signature algorithm, URI
     * @param digest digest of the signed parts, URI
     * @param keyTransport carries the content key, URI
     * @param oaepDigest OAEP's digest, URI
     * @param oaepMask OAEP's mask generation, URI
     * @param content encrypts the Body, URI
     */
    public record Protection(
            boolean signed,
            boolean encrypted,
            String signature,
            String digest,
            String keyTransport,
            String oaepDigest,
            String oaepMask,
            String content) {
        /** As the contract asks. */
        public static final Protection FULL = new Protection(
                true,
                true,
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "http://www.w3.org/2009/xmlenc11#rsa-oaep",
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "http://www.w3.org/2009/xmlenc11#mgf1sha256",
                "http://www.w3.org/2009/xmlenc11#aes256-gcm");
    }

    /**
     * What came back.
     *
     * @param secured whether the hub certainly wrote it, for us
     * @param code {@code OK}, or the code of the fault
     * @param fields what was disclosed, by catalogue path
     */
    public record Answer(int http, boolean secured, String code, SortedMap<String, String> fields) {
        /** Outcome and names only. */
        @Override
        public String toString() {
            return "Answer[" + http + ", secured=" + secured + ", " + code + ", " + fields.keySet() + "]";
        }
    }

    /** Asks about one child. */
    public Answer ask(DciClientSimulator.Question question) throws IOException, InterruptedException {
        return send(request(UUID.randomUUID().toString(), question, Protection.FULL));
    }

    /** The bytes of a call. */
    public byte[] request(String messageId, DciClientSimulator.Question question, Protection protection) {
        Document envelope = SoapXml.envelope(messageId, question);
        try {
            security.secure(envelope, protection);
        } catch (WSSecurityException e) {
            throw new IllegalStateException("the call cannot be protected so", e);
        }
        return SoapXml.bytes(envelope);
    }

    /** Sends a call as it is, also one that was tampered with. */
    public Answer send(byte[] request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "text/xml; charset=UTF-8")
                .header("SOAPAction", "\"" + NAMESPACE + ":GetAttendance\"")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        HttpResponse<byte[]> response = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
        return read(response.statusCode(), response.body());
    }

    private Answer read(int status, byte[] answer) throws IOException {
        Document envelope = SoapXml.parse(answer);
        Element body = SoapXml.body(envelope);
        boolean secured;
        try {
            secured = security.open(envelope, body);
        } catch (WSSecurityException e) {
            secured = false;
        }
        NodeList refusal = body.getElementsByTagNameNS(NAMESPACE, "code");
        if (refusal.getLength() > 0) {
            return new Answer(status, secured, refusal.item(0).getTextContent(), new TreeMap<>());
        }
        return secured
                ? new Answer(status, true, "OK", fields(body))
                : new Answer(status, false, "NOT_BELIEVED", new TreeMap<>());
    }

    private static SortedMap<String, String> fields(Element body) {
        SortedMap<String, String> fields = new TreeMap<>();
        NodeList nodes = body.getElementsByTagNameNS(NAMESPACE, "field");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element field = (Element) nodes.item(i);
            fields.put(field.getAttribute("path"), field.getTextContent());
        }
        return fields;
    }
}
