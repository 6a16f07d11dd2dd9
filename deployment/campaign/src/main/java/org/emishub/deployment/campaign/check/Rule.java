package org.emishub.deployment.campaign.check;

/** What has to hold of every message, whatever was done to the hub. */
public enum Rule {
    /** What was accepted is still there. */
    LOST,
    /** What was accepted has ended. */
    NOT_ENDED,
    /** What happens at a receiver happens once. */
    DOUBLED,
    /** What happened at a receiver was accepted from a sender. */
    NO_SENDER,
    /** What counts as delivered has happened, and its receiver signed for it. */
    NO_EFFECT,
    /** What arrived is what was sent and agreed. */
    ALTERED,
    /** A newer fact is never followed by an older one. */
    ORDER,
    /** Entries of one letter follow each other as they may. */
    PATH,
    /** The RELEASED entry is durable before the first byte leaves. */
    BEFORE_ENTRY,
    /** Whatever happened is entered. */
    NO_ENTRY,
    /** Whatever is entered happened. */
    EXTRA_ENTRY,
    /** The same message gets the same receipt. */
    RECEIPT_DIFFERS,
    /** A receipt says what is in the ledger. */
    RECEIPT_FALSE,
    /** The ledger is one tree that has only grown. */
    LEDGER,
    /** A sender is told how its messages ended, and told the truth. */
    UNTOLD,
    /** Nothing is tried for ever. */
    ATTEMPTS,
    /** No value of a record lies anywhere in clear. */
    IN_CLEAR
}
