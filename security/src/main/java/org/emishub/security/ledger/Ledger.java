package org.emishub.security.ledger;

import java.util.Optional;

/** The append-only ledger of this hub. */
public interface Ledger extends AutoCloseable {
    /**
     * Runs the work in a transaction shared with others (group commit) and returns when it is durable.
     *
     * @throws LedgerUnavailable when nothing could be made durable; nothing may leave then
     */
    <T> T commit(Work<T> work);

    /** How many entries there are. */
    long size();

    /** The newest signed checkpoint (C2SP signed note); empty before the first. */
    Optional<String> checkpoint();

    /** Recomputes every leaf and the tree from the database and compares with every checkpoint kept. */
    Verification verify();

    /**
     * What a verification found.
     *
     * @param problem empty when all holds; else what is wrong and at which sequence
     */
    record Verification(long entries, String root, int checkpoints, Optional<String> problem) {}

    /** The ledger cannot be written: a fault; the caller answers 503 and nothing leaves. */
    final class LedgerUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LedgerUnavailable(Throwable cause) {
            super("the ledger is not available", cause);
        }
    }

    @Override
    void close();
}
