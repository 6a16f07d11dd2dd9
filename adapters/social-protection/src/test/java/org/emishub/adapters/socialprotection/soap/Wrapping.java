package org.emishub.adapters.socialprotection.soap;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.util.KeyUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecEncrypt;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XML signature wrapping (McIntosh and Austel, 2005): the signed Body is kept where the signature still finds it, and another takes its place. */
final class Wrapping {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private Wrapping() {}

    /** Every wrapped form of a call; the new Body is encrypted to the hub, as anybody can who has its certificate. */
    static List<byte[]> of(byte[] call, Pki.Party hub) throws Exception {
        List<byte[]> wrapped = new ArrayList<>();
        for (String place : List.of("Header", "Security", "Object", "Envelope")) {
            for (boolean sameId : new boolean[] {true, false}) {
                wrapped.add(wrap(call, hub, place, sameId));
            }
        }
        return wrapped;
    }

    private static byte[] wrap(byte[] call, Pki.Party hub, String place, boolean sameId) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(call));
        Element signed = (Element) document.getElementsByTagNameNS(SOAP, "Body").item(0);
        Element fake = (Element) signed.cloneNode(false);
        if (!sameId) {
            fake.setAttributeNS(WSU, "wsu:Id", "fake");
        }
        fake.appendChild(otherRequest(document));
        signed.getParentNode().replaceChild(fake, signed);
        encrypt(document, hub);
        holder(document, place).appendChild(signed);
        return SoapOpened.bytes(document);
    }

    private static Node otherRequest(Document document) {
        String namespace = "urn:emishub:attendance:1";
        Element request = document.createElementNS(namespace, "attendanceRequest");
        request.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns", namespace);
        text(request, "messageId", "wrapped");
        text(request, "childId", "8801152345699");
        Element period = text(request, "period", "");
        text(period, "from", "2026-09-01");
        text(period, "to", "2026-09-30");
        text(request, "purpose", "HPAYMT");
        Element worker = text(request, "caseWorker", "");
        text(worker, "user", "r.saidova");
        text(worker, "role", "case worker");
        return request;
    }

    private static Element text(Element parent, String name, String value) {
        Element child = parent.getOwnerDocument().createElementNS("urn:emishub:attendance:1", name);
        child.setTextContent(value);
        parent.appendChild(child);
        return child;
    }

    private static void encrypt(Document document, Pki.Party hub) throws Exception {
        WSSecHeader header = new WSSecHeader(document);
        header.insertSecurityHeader();
        WSSecEncrypt encrypt = new WSSecEncrypt(header);
        encrypt.setUseThisCert(hub.certificate());
        encrypt.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
        encrypt.setKeyEncAlgo(SoapAlgorithms.RSA_OAEP);
        encrypt.setDigestAlgorithm(SoapAlgorithms.SHA256);
        encrypt.setMGFAlgorithm(SoapAlgorithms.MGF1_SHA256);
        encrypt.setSymmetricEncAlgorithm(SoapAlgorithms.AES256_GCM);
        encrypt.getParts().add(new WSEncryptionPart("Body", SOAP, "Content"));
        encrypt.build(
                hub.crypto(),
                KeyUtils.getKeyGenerator(SoapAlgorithms.AES256_GCM).generateKey());
    }

    private static Node holder(Document document, String place) {
        Element header =
                (Element) document.getElementsByTagNameNS(SOAP, "Header").item(0);
        if (place.equals("Envelope")) {
            return document.getDocumentElement();
        }
        if (place.equals("Header")) {
            Element other = document.createElementNS("urn:x", "x:Wrapper");
            header.appendChild(other);
            return other;
        }
        Element security = (Element) header.getFirstChild();
        Element other = document.createElementNS(
                place.equals("Object") ? "http://www.w3.org/2000/09/xmldsig#" : "urn:x",
                place.equals("Object") ? "ds:Object" : "x:Wrapper");
        security.appendChild(other);
        return other;
    }
}
