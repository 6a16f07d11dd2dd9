package org.emishub.adapters.socialprotection.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** SOAP 1.1 envelopes as the older system writes and reads them. */
final class SoapXml {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String NAMESPACE = "urn:emishub:attendance:1";

    private SoapXml() {}

    static Document envelope(String messageId, DciClientSimulator.Question question) {
        Document document = parse(("<s:Envelope xmlns:s=\"" + SOAP + "\"><s:Header/><s:Body/></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8));
        Element request = child(body(document), "attendanceRequest", "");
        // Encryption writes the element out alone: its namespace must be declared on it, not only known to the tree.
        request.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, XMLConstants.XMLNS_ATTRIBUTE, NAMESPACE);
        child(request, "messageId", messageId);
        child(request, "childId", question.uin());
        Element period = child(request, "period", "");
        child(period, "from", question.from().toString());
        child(period, "to", question.to().toString());
        child(request, "purpose", question.purpose());
        Element worker = child(request, "caseWorker", "");
        child(worker, "user", question.user());
        child(worker, "role", question.role());
        child(worker, "case", question.caseId());
        return document;
    }

    private static Element child(Element parent, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(NAMESPACE, name);
        child.setTextContent(text);
        parent.appendChild(child);
        return child;
    }

    static Element body(Document envelope) {
        return (Element) envelope.getElementsByTagNameNS(SOAP, "Body").item(0);
    }

    /** @throws IllegalArgumentException when it is not XML, or has a document type */
    static Document parse(byte[] bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("not an envelope", e);
        }
    }

    static byte[] bytes(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer writer = factory.newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writer.transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
