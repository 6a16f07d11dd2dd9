package org.emishub.security.ledger;

/** What a ledger entry records. */
public enum Event {
    RECEIVED,
    REFUSED,
    ASKED,
    /** A question was refused before its provider was asked; leaves as many entries as one that was asked, for a receipt tells its place. */
    NOT_ASKED,
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
    AGREEMENT_CHANGED,
    KEY_CHANGED,
    ERASED
}
