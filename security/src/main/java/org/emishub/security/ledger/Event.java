package org.emishub.security.ledger;

/** What a ledger entry records. */
public enum Event {
    RECEIVED,
    REFUSED,
    ASKED,
    RELEASED,
    DELIVERED,
    RECEIPTED,
    DEAD,
    EXPIRED,
    /** An operator has nothing more delivered to a recipient. */
    STOPPED,
    /** An operator lets a recipient be delivered to again. */
    STARTED,
    VIEWED,
    EXPLAINED,
    /** An auditor looked something up. */
    LOOKED_UP,
    /** A rule found what an auditor wants to be told of. */
    ANOMALY,
    AGREEMENT_CHANGED,
    KEY_CHANGED,
    ERASED
}
