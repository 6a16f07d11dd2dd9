package org.emishub.routes.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.emishub.routes.store.Inbound;

/** Names what becomes of a message: the same message under the same agreement is the same letter. */
public final class LetterIds {
    /** Namespace of the letters of EMIS Hubs, made once at random. */
    private static final UUID NAMESPACE = UUID.fromString("6f1d7d0e-6a0c-4f57-9b7e-3d2c1f0a8e54");

    private LetterIds() {}

    static UUID of(Inbound inbound, String agreementId) {
        return of(inbound.sender() + "\n" + inbound.messageId() + "\n" + agreementId);
    }

    /** UUIDv5 of a name (RFC 9562, section 5.5). */
    public static UUID of(String name) {
        ByteBuffer hash = ByteBuffer.wrap(sha1(name));
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }

    private static byte[] sha1(String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            return sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
