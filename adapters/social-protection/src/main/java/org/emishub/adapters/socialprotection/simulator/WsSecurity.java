package org.emishub.adapters.socialprotection.simulator;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.KeyGenerator;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.util.KeyUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.WSSecEncrypt;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** WS-Security as a member's older system does it, straight on the document. */
final class WsSecurity {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final Crypto crypto;
    private final String alias;
    private final String password;
    private final X509Certificate hub;

    WsSecurity(Crypto crypto, String alias, String password, X509Certificate hub) {
        // Algorithm names are unknown to WSS4J before, and nobody else may have begun with it in this process.
        WSSConfig.init();
        this.crypto = crypto;
        this.alias = alias;
        this.password = password;
        this.hub = hub;
    }

    void secure(Document envelope, LegacySoapSimulator.Protection protection) throws WSSecurityException {
        WSSecHeader header = new WSSecHeader(envelope);
        header.insertSecurityHeader();
        WSSecTimestamp timestamp = new WSSecTimestamp(header);
        timestamp.setTimeToLive(120);
        timestamp.build();
        if (protection.signed()) {
            sign(header, protection);
        }
        if (protection.encrypted()) {
            encrypt(header, protection);
        }
    }

    private void sign(WSSecHeader header, LegacySoapSimulator.Protection protection) throws WSSecurityException {
        WSSecSignature signature = new WSSecSignature(header);
        signature.setUserInfo(alias, password);
        signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
        signature.setSignatureAlgorithm(protection.signature());
        signature.setDigestAlgo(protection.digest());
        signature.getParts().add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
        signature.getParts().add(new WSEncryptionPart("Body", SOAP, "Element"));
        signature.build(crypto);
    }

    private void encrypt(WSSecHeader header, LegacySoapSimulator.Protection protection) throws WSSecurityException {
        WSSecEncrypt encrypt = new WSSecEncrypt(header);
        encrypt.setUseThisCert(hub);
        encrypt.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
        encrypt.setKeyEncAlgo(protection.keyTransport());
        encrypt.setDigestAlgorithm(protection.oaepDigest());
        encrypt.setMGFAlgorithm(protection.oaepMask());
        encrypt.setSymmetricEncAlgorithm(protection.content());
        if (protection.signed()) {
            encrypt.getParts().add(new WSEncryptionPart("Signature", WSConstants.SIG_NS, "Element"));
        }
        encrypt.getParts().add(new WSEncryptionPart("Body", SOAP, "Content"));
        KeyGenerator keys = KeyUtils.getKeyGenerator(protection.content());
        encrypt.build(crypto, keys.generateKey());
    }

    /** Decrypts in place. True when the hub's own certificate signed this very Body and its Timestamp, and the Body was encrypted to us. */
    boolean open(Document envelope, Element body) throws WSSecurityException {
        RequestData data = new RequestData();
        data.setSigVerCrypto(crypto);
        data.setDecCrypto(crypto);
        data.setCallbackHandler(new OnePassword(alias, password));
        WSHandlerResult result = new WSSecurityEngine().processSecurityHeader(envelope, data);
        if (result == null) {
            return false;
        }
        var actions = result.getActionResults();
        List<WSSecurityEngineResult> signatures = actions.getOrDefault(WSConstants.SIGN, List.of());
        List<WSSecurityEngineResult> encryptions = actions.getOrDefault(WSConstants.ENCR, List.of());
        return signatures.size() == 1
                && hub.equals(signatures.get(0).get(WSSecurityEngineResult.TAG_X509_CERTIFICATE))
                && covers(signatures, body)
                && actions.containsKey(WSConstants.TS)
                && covers(signatures, element(envelope, WSConstants.WSU_NS, "Timestamp"))
                && covers(encryptions, body);
    }

    private static Element element(Document document, String namespace, String name) {
        return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
    }

    private static boolean covers(List<WSSecurityEngineResult> results, Node element) {
        return results.stream()
                .map(result -> result.get(WSSecurityEngineResult.TAG_DATA_REF_URIS))
                .filter(List.class::isInstance)
                .flatMap(refs -> ((List<?>) refs).stream())
                .map(WSDataRef.class::cast)
                .anyMatch(ref -> ref.getProtectedElement() == element);
    }
}
