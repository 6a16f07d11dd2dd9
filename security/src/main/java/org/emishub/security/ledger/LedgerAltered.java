package org.emishub.security.ledger;

/** What is stored is not what was appended; nothing is appended or signed any more. */
final class LedgerAltered extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LedgerAltered(String what) {
        super(what);
    }
}
