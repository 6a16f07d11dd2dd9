package org.emishub.security.member;

/**
 * How much a system may send, whatever its agreements allow.
 *
 * @param perMinute messages, at each node
 * @param maxBytes of one message; the door's own limit holds besides
 */
public record SendingLimits(int perMinute, long maxBytes) {
    /** What holds where nothing is written: more than a hub on two processors can take from all together. */
    public static final SendingLimits NONE = new SendingLimits(600_000, Long.MAX_VALUE);
}
