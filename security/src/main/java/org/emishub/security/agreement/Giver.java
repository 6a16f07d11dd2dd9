package org.emishub.security.agreement;

/** Who gives a consent. */
public enum Giver {
    GUARDIAN,
    CHILD
}
