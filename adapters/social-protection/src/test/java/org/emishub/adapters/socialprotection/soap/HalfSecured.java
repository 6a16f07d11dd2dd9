package org.emishub.adapters.socialprotection.soap;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.util.KeyUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecEncrypt;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.w3c.dom.Document;

/** Calls that have a timestamp, a signature and an encryption, but not over what matters. */
final class HalfSecured {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final WSEncryptionPart BODY = new WSEncryptionPart("Body", SOAP, "Element");
    private static final WSEncryptionPart CONTENT = new WSEncryptionPart("Body", SOAP, "Content");
    private static final WSEncryptionPart TIMESTAMP = new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element");
    private static final WSEncryptionPart SIGNATURE = new WSEncryptionPart("Signature", WSConstants.SIG_NS, "Element");

    private HalfSecured() {}

    /** The Body not signed; the timestamp not signed; the Body not encrypted. */
    static List<byte[]> of(byte[] withTimestamp, Pki.Party hub, Pki.Party caller) throws Exception {
        return List.of(
                secured(withTimestamp, hub, caller, List.of(TIMESTAMP), List.of(SIGNATURE, CONTENT)),
                secured(withTimestamp, hub, caller, List.of(BODY), List.of(SIGNATURE, CONTENT)),
                secured(withTimestamp, hub, caller, List.of(TIMESTAMP, BODY), List.of(SIGNATURE)));
    }

    /** The same call, as it should be. */
    static byte[] whole(byte[] withTimestamp, Pki.Party hub, Pki.Party caller) throws Exception {
        return secured(withTimestamp, hub, caller, List.of(TIMESTAMP, BODY), List.of(SIGNATURE, CONTENT));
    }

    private static byte[] secured(
            byte[] call,
            Pki.Party hub,
            Pki.Party caller,
            List<WSEncryptionPart> signed,
            List<WSEncryptionPart> encrypted)
            throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(call));
        WSSecHeader header = new WSSecHeader(document);
        header.insertSecurityHeader();
        WSSecSignature signature = new WSSecSignature(header);
        signature.setUserInfo(caller.alias(), "secret");
        signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
        signature.setSignatureAlgorithm(SoapAlgorithms.RSA_SHA256);
        signature.setDigestAlgo(SoapAlgorithms.SHA256);
        signature.getParts().addAll(signed);
        signature.build(caller.crypto());
        WSSecEncrypt encrypt = new WSSecEncrypt(header);
        encrypt.setUseThisCert(hub.certificate());
        encrypt.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
        encrypt.setKeyEncAlgo(SoapAlgorithms.RSA_OAEP);
        encrypt.setDigestAlgorithm(SoapAlgorithms.SHA256);
        encrypt.setMGFAlgorithm(SoapAlgorithms.MGF1_SHA256);
        encrypt.setSymmetricEncAlgorithm(SoapAlgorithms.AES256_GCM);
        encrypt.getParts().addAll(encrypted);
        encrypt.build(
                caller.crypto(),
                KeyUtils.getKeyGenerator(SoapAlgorithms.AES256_GCM).generateKey());
        return SoapOpened.bytes(document);
    }
}
