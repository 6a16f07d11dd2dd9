package org.emishub.security.usage;

/** As whom somebody asks for a child's log. */
public enum Standing {
    /** They have no say, or not any more. */
    NOBODY,
    GUARDIAN,
    /** The child itself, not of age: it is shown the exchanges to which it has to agree itself. */
    CHILD,
    /** The child itself, of age. */
    OF_AGE
}
