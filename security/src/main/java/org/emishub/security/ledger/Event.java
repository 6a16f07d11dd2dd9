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
    /** An auditor looked something up. */
    LOOKED_UP,
    /** A rule found what an auditor wants to be told of. */
    ANOMALY,
    AGREEMENT_CHANGED,
    KEY_CHANGED,
    /** Somebody looks, or looked and was reviewed, without the case that the agreement asks for. */
    BREAK_GLASS,
    /** A consent was given or withdrawn. */
    CONSENT_CHANGED,
    /** A child was sealed or unsealed. */
    SEAL_CHANGED,
    /** A case was opened or closed, or somebody was given or has lost a say over a child. */
    CASE_CHANGED,
    /** Somebody objected, or no longer does. */
    OBJECTION_CHANGED,
    /** A pseudonym of one agreement was turned into another's, or was asked to be. */
    TRANSLATED,
    ERASED
}
