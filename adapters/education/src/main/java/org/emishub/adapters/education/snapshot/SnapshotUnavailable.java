package org.emishub.adapters.education.snapshot;

/** The database that holds the snapshot does not answer: a fault, not a fact about any child. */
public final class SnapshotUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotUnavailable(Throwable cause) {
        super("the snapshot is not available", cause);
    }
}
