package org.emishub.security.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.security.member.SystemId;

/**
 * Pseudonyms by HMAC-SHA-256 (RFC 2104) under a key of its own for each receiver, domain and epoch.
 *
 * <p>That key is HMAC-SHA-256 of master key and their names (a key derivation by NIST SP 800-108, one block), so it can be handed to one receiver's auditor
 * without telling anything of another's.
 */
public final class HmacPseudonyms implements Pseudonyms {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String LABEL = "emis-hub pseudonym 1";

    private final SecretKey master;
    private final String epoch;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    /**
     * @param masterKey 32 secret bytes; copied
     * @param epoch all pseudonyms change with it ({@code 2026})
     */
    public HmacPseudonyms(byte[] masterKey, String epoch) {
        if (masterKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("the pseudonym key has " + KEY_BYTES + " bytes");
        }
        this.master = new SecretKeySpec(masterKey, HMAC);
        this.epoch = epoch;
    }

    @Override
    public String of(SystemId receiver, String domain, String childId) {
        // No part can hold a NUL, so no two contexts are spelt alike.
        String context = String.join("\0", LABEL, receiver.toString(), domain, epoch);
        if (context.chars().filter(c -> c == 0).count() != 3) {
            throw new IllegalArgumentException("domain and epoch are words");
        }
        SecretKey key = keys.computeIfAbsent(context, c -> new SecretKeySpec(hmac(master, c), HMAC));
        return Base32.encode(hmac(key, childId));
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + HMAC, e);
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "HmacPseudonyms[" + epoch + "]";
    }
}
