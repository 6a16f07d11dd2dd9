package org.emishub.adapters.socialprotection.soap;

import java.util.HashMap;
import java.util.Map;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;

/** Signs what goes out, then encrypts it to the certificate that signed the request; a caller whom nobody recognised gets its fault in clear, there is no key to use. */
final class SecuredOut extends WSS4JOutInterceptor {
    SecuredOut(SoapIdentity self) {
        super(properties(self));
        setId(WSS4JOutInterceptor.class.getName());
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
        properties.put("crypto", self.crypto());
        properties.put(ConfigurationConstants.PW_CALLBACK_REF, new Password(self));
        properties.put(ConfigurationConstants.TTL_TIMESTAMP, "300");

        properties.put(ConfigurationConstants.SIG_PROP_REF_ID, "crypto");
        properties.put(ConfigurationConstants.SIGNATURE_USER, self.alias());
        properties.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
        properties.put(ConfigurationConstants.SIG_ALGO, SoapAlgorithms.RSA_SHA256);
        properties.put(ConfigurationConstants.SIG_DIGEST_ALGO, SoapAlgorithms.SHA256);
        properties.put(
                ConfigurationConstants.SIGNATURE_PARTS,
                "{Element}{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp;"
                        + "{Element}{http://schemas.xmlsoap.org/soap/envelope/}Body");

        properties.put(ConfigurationConstants.ENC_PROP_REF_ID, "crypto");
        properties.put(ConfigurationConstants.ENCRYPTION_USER, "useReqSigCert");
        properties.put(ConfigurationConstants.ENC_KEY_ID, "Thumbprint");
        properties.put(ConfigurationConstants.ENC_SYM_ALGO, SoapAlgorithms.AES256_GCM);
        properties.put(ConfigurationConstants.ENC_KEY_TRANSPORT, SoapAlgorithms.RSA_OAEP);
        properties.put(ConfigurationConstants.ENC_DIGEST_ALGO, SoapAlgorithms.SHA256);
        properties.put(ConfigurationConstants.ENC_MGF_ALGO, SoapAlgorithms.MGF1_SHA256);
        // The signature too: its digest of a short body in clear could be tried out, child by child.
        properties.put(
                ConfigurationConstants.ENCRYPTION_PARTS,
                "{Element}{http://www.w3.org/2000/09/xmldsig#}Signature;"
                        + "{Content}{http://schemas.xmlsoap.org/soap/envelope/}Body");
        return properties;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        if (message.getExchange().get(Caller.class) != null) {
            super.handleMessage(message);
        }
    }
}
