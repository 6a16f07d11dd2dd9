package org.emishub.deployment.campaign.fault;

/** What a network does to those who use it. */
public enum Trouble {
    /** Bytes pass. */
    NONE,
    /** Each portion of bytes is held back for a while. */
    LATENCY,
    /** Connections are torn down, now and as long as it lasts, after some of their bytes have passed. */
    RESET,
    /** What the called side says no longer arrives, and the caller sees its end of stream, while its own bytes still pass. */
    HALF_CLOSE,
    /** One bit in some portions is another one. */
    CORRUPTION,
    /** Nothing passes and nothing is said of it. */
    SILENCE
}
