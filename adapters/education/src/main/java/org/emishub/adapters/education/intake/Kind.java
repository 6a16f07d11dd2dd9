package org.emishub.adapters.education.intake;

/** What a delivered file is. */
public enum Kind {
    /** A OneRoster package with all there is. */
    BULK,
    /** A OneRoster package with what has changed. */
    DELTA,
    /** A term's attendance. */
    ATTENDANCE
}
