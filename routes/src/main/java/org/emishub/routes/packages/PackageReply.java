package org.emishub.routes.packages;

import java.sql.SQLException;
import org.emishub.security.refusal.Code;

/** What the packages' door writes back. */
public sealed interface PackageReply {
    /** Every part is there: a receipt, compact JWS. */
    record Received(String receipt) implements PackageReply {}

    /** Where the package stands, sealed to who asked. */
    record State(byte[] jose) implements PackageReply {}

    /** Every row has its verdict: the batch receipt, and the sealed answers one by one. */
    record Result(String batchReceipt, int answers, Answers sealed, Runnable gone) implements PackageReply {}

    /**
     * A no, already as its sender may see it.
     *
     * @param retrySeconds after which the same may be sent again; 0 where waiting does not help
     */
    record Refused(Code code, int retrySeconds) implements PackageReply {
        public Refused(Code code) {
            this(code, 0);
        }
    }

    /** Gives the sealed answers, never more than one in memory. */
    @FunctionalInterface
    interface Answers {
        /**
         * The sealed bytes of one, the same every time.
         *
         * @param number 1 for the first
         * @throws IllegalStateException when they were destroyed meanwhile
         */
        byte[] get(int number) throws SQLException;
    }
}
