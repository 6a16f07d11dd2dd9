package org.emishub.adapters.socialprotection.soap;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XML signature wrapping (McIntosh and Austel, 2005): the signed Body is kept where the signature still finds it, and another takes its place. */
final class Wrapping {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private Wrapping() {}

    static List<byte[]> of(byte[] call, Pki.Party hub, Pki.Party caller) throws Exception {
        List<byte[]> wrapped = new ArrayList<>();
        for (String place : List.of("Header", "Security", "Object")) {
            for (boolean sameId : new boolean[] {true, false}) {
                wrapped.add(wrap(call, place, sameId));
            }
        }
        return wrapped;
    }

    private static byte[] wrap(byte[] call, String place, boolean sameId) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(call));
        Element envelope = document.getDocumentElement();
        Element signed = (Element) document.getElementsByTagNameNS(SOAP, "Body").item(0);
        Element fake = (Element) signed.cloneNode(false);
        if (!sameId) {
            fake.setAttributeNS(WSU, "wsu:Id", "fake");
        }
        Element request = document.createElementNS("urn:emishub:attendance:1", "attendanceRequest");
        fake.appendChild(request);
        envelope.replaceChild(fake, signed);
        holder(document, place).appendChild(signed);
        return SoapOpened.bytes(document);
    }

    private static Node holder(Document document, String place) {
        Element header =
                (Element) document.getElementsByTagNameNS(SOAP, "Header").item(0);
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
