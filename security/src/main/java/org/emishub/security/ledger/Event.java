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
    VIEWED,
    EXPLAINED,
    AGREEMENT_CHANGED,
    KEY_CHANGED,
    ERASED
}
