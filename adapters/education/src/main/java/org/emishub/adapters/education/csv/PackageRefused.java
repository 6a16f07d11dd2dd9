package org.emishub.adapters.education.csv;

/** A file or package that cannot be taken at all: which file, why (a stable code) and what to do; never a value. */
public final class PackageRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a whole package is refused. */
    public enum Why {
        NOT_A_ZIP,
        ENTRY_NOT_ALLOWED,
        DUPLICATE_ENTRY,
        TOO_MANY_ENTRIES,
        TOO_LARGE,
        RATIO_TOO_HIGH,
        TOO_MANY_ROWS,
        MISSING_FILE,
        UNDECLARED_FILE,
        BAD_MANIFEST,
        MIXED_MODES,
        BAD_HEADER,
        NO_BULK_YET
    }

    private final String file;
    private final Why why;
    private final String problem;

    /** @param hint what the sender can do, one sentence without any value of the file */
    public PackageRefused(String file, Why why, String hint) {
        super(file + ": " + why + ". " + hint);
        this.problem = file + ": " + why + ". " + hint;
        this.file = file;
        this.why = why;
    }

    public String file() {
        return file;
    }

    /** File, reason and remedy in one text for the sender. */
    public String problem() {
        return problem;
    }

    public Why why() {
        return why;
    }
}
