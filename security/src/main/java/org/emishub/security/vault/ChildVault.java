package org.emishub.security.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Seals what the hub must keep of a child under a key of that child and year.
 *
 * <p>The keys live in files outside the database; destroying one makes everything sealed under it unreadable for good.
 */
public interface ChildVault {
    /**
     * A keyed hash (HMAC-SHA-256, 16 bytes as 32 lower-case hex digits) by which rows can be found again without holding what they are about.
     *
     * @param domain separates uses, so that two tables cannot be joined ({@code snapshot.id}, {@code caseload})
     */
    String blind(String domain, String value);

    /**
     * Seals bytes under the key of child and year, which is made (and made durable) on first use.
     *
     * @param connection where the child's key slot is looked up or taken
     * @param child the child's identifier, of any system; only its blind hash is kept
     * @param context what the bytes are; the same must be given to open them
     */
    byte[] seal(Connection connection, String child, int year, String context, byte[] plain) throws SQLException;

    /**
     * What is to be sealed.
     *
     * @param child the child's identifier, of any system
     * @param context what the bytes are
     */
    record Plain(String child, String context, byte[] bytes) {}

    /** Seals many of one year, in order, as {@link #seal} does but with a few statements for all: 500 to 5,000 at a time is a good number for a bulk load. */
    List<byte[]> sealAll(Connection connection, int year, List<Plain> plains) throws SQLException;

    /**
     * Opens what {@link #seal} sealed.
     *
     * @throws KeyDestroyed when the key was destroyed
     * @throws SecurityException when the bytes were altered or the context is another
     */
    byte[] open(String context, byte[] sealed);

    /** The key was destroyed: what it sealed is gone, which is a fact and no fault. */
    final class KeyDestroyed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public KeyDestroyed() {
            super("the key was destroyed");
        }
    }
}
