package org.emishub.security.stamp;

/** What came is not a stamp that counts. */
public final class NotStamped extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** Reasons. */
    public enum Why {
        /** No DER, or no TimeStampResp. */
        NOT_A_STAMP,
        /** The authority said no. */
        REJECTED,
        /** Another text's, or an answer to another question. */
        OF_ANOTHER_TEXT,
        /** Not signed by a certificate for stamping time that a configured authority vouches for. */
        NOT_TRUSTED,
        /** It says a time that is far from ours. */
        TIME_OFF
    }

    NotStamped(Why why, String detail) {
        super(why + ": " + detail);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
