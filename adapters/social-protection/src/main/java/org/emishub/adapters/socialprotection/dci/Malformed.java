package org.emishub.adapters.socialprotection.dci;

/** A message, or one part of it, that is not of the shape DCI gives it; says what is wrong and never quotes a value. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
        super(what, null, false, false);
    }
}
