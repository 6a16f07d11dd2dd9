package org.emishub.deployment.command;

/** Exit codes, the same for every command. */
final class Exit {
    /** Done, and all that was checked holds. */
    static final int OK = 0;
    /** Something that was checked does not hold, or an agreement or its cases cannot be used. */
    static final int FAILED = 1;
    /** The command was called wrongly, or another file it was given cannot be used. */
    static final int USAGE = 2;
    /** The hub (or something it needs) is not there. */
    static final int UNAVAILABLE = 3;

    private Exit() {}
}
