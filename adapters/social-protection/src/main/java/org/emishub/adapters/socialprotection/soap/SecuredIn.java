package org.emishub.adapters.socialprotection.soap;

import jakarta.xml.soap.SOAPMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageChecker;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageUtil.CoverageScope;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageUtil.CoverageType;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.handler.RequestData;
import org.emishub.security.refusal.Code;

/** Opens what comes in: timestamp, signature and encryption must all be there, by the pinned algorithms. */
final class SecuredIn extends WSS4JInInterceptor {
    SecuredIn(SoapIdentity self) {
        super(properties(self));
        // The coverage checker finds its place in the chain by this name.
        setId(WSS4JInInterceptor.class.getName());
    }

    private static Map<String, Object> properties(SoapIdentity self) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(
                ConfigurationConstants.ACTION,
                String.join(
                        " ",
                        ConfigurationConstants.TIMESTAMP,
                        ConfigurationConstants.SIGNATURE,
                        ConfigurationConstants.ENCRYPTION));
        properties.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, "crypto");
        properties.put(ConfigurationConstants.DEC_PROP_REF_ID, "crypto");
        properties.put("crypto", self.crypto());
        properties.put(ConfigurationConstants.PW_CALLBACK_REF, new Password(self));
        properties.put(ConfigurationConstants.IS_BSP_COMPLIANT, "true");
        properties.put(ConfigurationConstants.TIMESTAMP_STRICT, "true");
        properties.put(ConfigurationConstants.REQUIRE_TIMESTAMP_EXPIRES, "true");
        properties.put(ConfigurationConstants.TTL_TIMESTAMP, "300");
        properties.put(ConfigurationConstants.TTL_FUTURE_TIMESTAMP, "60");
        properties.put(ConfigurationConstants.ALLOW_RSA15_KEY_TRANSPORT_ALGORITHM, "false");
        properties.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "false");
        return properties;
    }

    @Override
    protected void setAlgorithmSuites(SoapMessage message, RequestData data) throws WSSecurityException {
        data.setAlgorithmSuite(SoapAlgorithms.suite());
        if (!SoapAlgorithms.oaepIsSha256(message.getContent(SOAPMessage.class).getSOAPPart())) {
            throw new RefusedCall(Code.BAD_SIGNATURE);
        }
    }

    /** What was signed must be this message's own Body and Timestamp, and what was encrypted its Body: a signed element moved elsewhere covers neither. */
    static CryptoCoverageChecker coverage() {
        return new CryptoCoverageChecker(
                Map.of(
                        "s", "http://schemas.xmlsoap.org/soap/envelope/",
                        "wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
                        "wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
                List.of(
                        new CryptoCoverageChecker.XPathExpression("/s:Envelope/s:Body", CoverageType.SIGNED),
                        new CryptoCoverageChecker.XPathExpression(
                                "/s:Envelope/s:Header/wsse:Security/wsu:Timestamp", CoverageType.SIGNED),
                        new CryptoCoverageChecker.XPathExpression(
                                "/s:Envelope/s:Body", CoverageType.ENCRYPTED, CoverageScope.CONTENT)));
    }
}
