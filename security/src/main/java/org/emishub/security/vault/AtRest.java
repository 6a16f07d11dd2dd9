package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the hub keeps for hours and of no one child in particular, such as payloads of native protocols in inbox and outbox.
 *
 * <p>Sealed bytes are {@code version (1) || salt (16) || nonce (12) || ciphertext || tag (16)}. Each message has its own AES-256-GCM key,
 * HMAC-SHA-256(hub key, salt): random nonces under one key would run out after 2^32 messages.
 */
public final class AtRest {
    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int PREFIX_BYTES = 1 + SALT_BYTES;

    private final SecretKey hubKey;

    public AtRest(SecretKey hubKey) {
        this.hubKey = hubKey;
    }

    /**
     * Seals under a key of its own.
     *
     * @param context what the bytes are and whose; the same must be given to open them
     */
    public byte[] seal(String context, byte[] plain) {
        byte[] prefix = Aes.random(PREFIX_BYTES);
        prefix[0] = VERSION;
        return Aes.seal(messageKey(prefix), prefix, context.getBytes(UTF_8), plain);
    }

    /**
     * Opens what {@link #seal} sealed.
     *
     * @throws SecurityException when the bytes were altered or the context is another
     */
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < PREFIX_BYTES + Aes.NONCE_BYTES + Aes.TAG_BYTES || sealed[0] != VERSION) {
            throw new SecurityException("not sealed at rest by this hub");
        }
        byte[] prefix = Arrays.copyOf(sealed, PREFIX_BYTES);
        return Aes.open(messageKey(prefix), PREFIX_BYTES, context.getBytes(UTF_8), sealed);
    }

    private SecretKey messageKey(byte[] prefix) {
        return new SecretKeySpec(Aes.hmac(hubKey, "at-rest".getBytes(UTF_8), prefix), "AES");
    }
}
