package org.emishub.deployment.pressure;

/** One measure against its limit; once over it, it has to fall a good way below to be within it again. */
final class Gauge {
    private final double limit;
    private final double again;
    private volatile double value;
    private volatile boolean over;

    /** @param again below which it is within its limit again: a measure that trembles about the limit does not open and close the doors */
    Gauge(double limit, double again) {
        this.limit = limit;
        this.again = again;
    }

    /** Takes a new value; true when that changed whether it is over. */
    boolean set(double now) {
        boolean before = over;
        value = now;
        over = now >= limit || (before && now >= again);
        return before != over;
    }

    double value() {
        return value;
    }

    boolean over() {
        return over;
    }
}
