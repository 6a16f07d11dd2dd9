package org.emishub.mappings.yaml;

/** A file that cannot be used as it stands: where, what is wrong, and what to do about it. */
public final class YamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String hint;

    /** @param line 1-based line in the file; 0 when the file as a whole is meant */
    public YamlException(String file, int line, String problem, String hint) {
        super(file + ":" + line + ": " + problem + ". " + hint);
        this.file = file;
        this.line = line;
        this.hint = hint;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    /** What the author of the file can do about it, one sentence. */
    public String hint() {
        return hint;
    }
}
