package org.emishub.routes.system;

/** A connected system did not do its part; says so without any value of a record. */
public final class SystemFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean permanent;

    /**
     * @param reason class of the fault, {@code [A-Z_]+}: {@code UNREACHABLE}, {@code REJECTED}, {@code TIMEOUT}, {@code BAD_ANSWER}, ...
     * @param detail what the system said, without personal data, at most 500 characters
     * @param permanent true when the same bytes will never be accepted
     */
    public SystemFault(String reason, String detail, boolean permanent) {
        super(reason + ": " + detail);
        this.reason = reason;
        this.permanent = permanent;
    }

    public String reason() {
        return reason;
    }

    public boolean permanent() {
        return permanent;
    }
}
