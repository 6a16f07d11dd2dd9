package org.emishub.security.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A key from which the keys of receivers come; it computes and is never shown.
 *
 * <p>One that lies in a token is only named by its {@link SecretKey}: the token derives, and what leaves it is the key of one receiver, domain and epoch, from
 * which neither the master key nor another receiver's can be told.
 */
@FunctionalInterface
public interface MasterKey {
    /** HMAC-SHA-256 of the text, in UTF-8; 32 bytes. */
    byte[] hmac(String text);

    /** One in memory, of at least 32 bytes. */
    static MasterKey of(SecretKey key) {
        if (key.getEncoded().length < HmacPseudonyms.KEY_BYTES) {
            throw new IllegalArgumentException("a pseudonym key has " + HmacPseudonyms.KEY_BYTES + " bytes");
        }
        return text -> {
            try {
                return hmac(Mac.getInstance(HmacPseudonyms.HMAC), key, text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK has no " + HmacPseudonyms.HMAC, e);
            }
        };
    }

    /**
     * One that another provider computes with, such as a PKCS#11 token.
     *
     * @throws IllegalStateException from each use that the token refuses
     */
    static MasterKey in(Provider token, SecretKey key) {
        return text -> {
            try {
                return hmac(Mac.getInstance(HmacPseudonyms.HMAC, token), key, text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the token refuses to compute with the pseudonym key", e);
            }
        };
    }

    private static byte[] hmac(Mac mac, SecretKey key, String text) throws GeneralSecurityException {
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
