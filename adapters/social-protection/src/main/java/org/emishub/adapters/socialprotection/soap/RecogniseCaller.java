package org.emishub.adapters.socialprotection.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.w3c.dom.Element;

/** Finds the member behind the one certificate that signed the call, after signature and coverage were checked. */
final class RecogniseCaller extends AbstractSoapInterceptor {
    private final Function<X509Certificate, Optional<SystemId>> members;

    RecogniseCaller(Function<X509Certificate, Optional<SystemId>> members) {
        super(Phase.USER_PROTOCOL);
        this.members = members;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        SystemId system = members.apply(certificate(message)).orElseThrow(() -> new RefusedCall(Code.UNKNOWN_MEMBER));
        message.getExchange().put(Caller.class, new Caller(system, payload(message)));
    }

    private static X509Certificate certificate(SoapMessage message) {
        List<WSSecurityEngineResult> signatures = message.get(WSHandlerConstants.RECV_RESULTS) instanceof List<?> all
                ? all.stream()
                        .map(WSHandlerResult.class::cast)
                        .flatMap(result -> result.getActionResults().getOrDefault(WSConstants.SIGN, List.of()).stream())
                        .toList()
                : List.of();
        // RSA, because the answer will be encrypted to the same key.
        if (signatures.size() == 1
                && signatures.get(0).get(WSSecurityEngineResult.TAG_X509_CERTIFICATE)
                        instanceof X509Certificate certificate
                && certificate.getPublicKey() instanceof RSAPublicKey) {
            return certificate;
        }
        throw new RefusedCall(Code.BAD_SIGNATURE);
    }

    private static byte[] payload(SoapMessage message) {
        try {
            SOAPMessage soap = message.getContent(SOAPMessage.class);
            // One header, ours; one element in the Body: nothing is left over that somebody else might read.
            Element header = (Element) DOMUtils.getDomElement(soap.getSOAPHeader());
            Element body = (Element) DOMUtils.getDomElement(soap.getSOAPBody());
            Element content = DOMUtils.getFirstElement(body);
            if (elements(header) != 1 || content == null || elements(body) != 1) {
                throw new RefusedCall(Code.MALFORMED);
            }
            ByteArrayOutputStream canonical = new ByteArrayOutputStream();
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS)
                    .canonicalizeSubtree(content, canonical);
            return canonical.toByteArray();
        } catch (SOAPException | XMLSecurityException e) {
            throw new RefusedCall(Code.MALFORMED);
        }
    }

    private static int elements(Element parent) {
        int count = 0;
        for (Element child = DOMUtils.getFirstElement(parent); child != null; child = DOMUtils.getNextElement(child)) {
            count++;
        }
        return count;
    }
}
