package org.emishub.adapters.socialprotection.soap;

import javax.xml.namespace.QName;
import org.apache.wss4j.common.crypto.AlgorithmSuite;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The only algorithms on this wire, in both directions.
 *
 * <p>Pinned here because the framework's own named suites are weaker than their names: left to itself it signs with SHA-1 and carries keys with PKCS#1 v1.5.
 */
final class SoapAlgorithms {
    static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String AES256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    static final String RSA_OAEP = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
    static final String MGF1_SHA256 = "http://www.w3.org/2009/xmlenc11#mgf1sha256";

    private static final String EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final int RSA_BITS = 3072;

    private SoapAlgorithms() {}

    /** What WSS4J lets in. */
    static AlgorithmSuite suite() {
        AlgorithmSuite suite = new AlgorithmSuite();
        suite.addSignatureMethod(RSA_SHA256);
        suite.addC14nAlgorithm(EXCLUSIVE_C14N);
        suite.addTransformAlgorithm(EXCLUSIVE_C14N);
        suite.addDigestAlgorithm(SHA256);
        suite.addEncryptionMethod(AES256_GCM);
        suite.addKeyWrapAlgorithm(RSA_OAEP);
        // WSS4J reads an empty set as "any": these name what is never used here.
        suite.addKeyAgreementMethodAlgorithm("none");
        suite.addDerivedKeyAlgorithm("none");
        suite.setMinimumSymmetricKeyLength(256);
        suite.setMaximumSymmetricKeyLength(256);
        suite.setMinimumAsymmetricKeyLength(RSA_BITS);
        return suite;
    }

    /** Whether every OAEP in the document uses SHA-256 twice; WSS4J's own suite does not look at OAEP's parameters, and their absence means SHA-1. */
    static boolean oaepIsSha256(Document document) {
        NodeList methods = document.getElementsByTagNameNS(XENC, "EncryptionMethod");
        for (int i = 0; i < methods.getLength(); i++) {
            Element method = (Element) methods.item(i);
            if (method.getAttribute("Algorithm").equals(RSA_OAEP)
                    && !(child(method, new QName(DSIG, "DigestMethod")).equals(SHA256)
                            && child(method, new QName(XENC11, "MGF")).equals(MGF1_SHA256))) {
                return false;
            }
        }
        return true;
    }

    private static String child(Element method, QName name) {
        NodeList children = method.getElementsByTagNameNS(name.getNamespaceURI(), name.getLocalPart());
        return children.getLength() == 1 ? ((Element) children.item(0)).getAttribute("Algorithm") : "";
    }
}
