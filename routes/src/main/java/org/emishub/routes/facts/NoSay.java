package org.emishub.routes.facts;

/** Somebody without a say over the child speaks for it. */
public final class NoSay extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSay() {
        super("whoever speaks has no say over this child: note who has first ('hub guardian give')");
    }
}
