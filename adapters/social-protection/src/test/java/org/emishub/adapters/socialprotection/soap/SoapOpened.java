package org.emishub.adapters.socialprotection.soap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.handler.RequestData;
import org.w3c.dom.Document;

/** Decrypts a message so that a test can read what was signed. */
final class SoapOpened {
    private SoapOpened() {}

    static byte[] by(Pki.Party party, byte[] message) throws Exception {
        return bytes(document(party, message));
    }

    static Document document(Pki.Party party, byte[] message) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(message));
        RequestData data = new RequestData();
        data.setSigVerCrypto(party.crypto());
        data.setDecCrypto(party.crypto());
        data.setCallbackHandler(new Password(party.identity()));
        new WSSecurityEngine().processSecurityHeader(document, data);
        return document;
    }

    static byte[] bytes(Document document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }
}
