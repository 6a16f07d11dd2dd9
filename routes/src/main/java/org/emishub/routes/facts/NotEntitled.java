package org.emishub.routes.facts;

/** A system speaks for families of whom the agreement says nothing to it. */
public final class NotEntitled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotEntitled() {
        super("the agreement does not name this system in consent.takenFrom");
    }
}
