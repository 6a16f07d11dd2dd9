package org.emishub.security.json;

/** Bytes from outside that are not what they must be; says which rule they break and never what they hold. */
public final class NotWellFormed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotWellFormed(String rule) {
        super(rule, null, false, false);
    }

    /** The broken rule, without any value. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
