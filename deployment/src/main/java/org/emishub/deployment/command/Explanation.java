package org.emishub.deployment.command;

import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.yaml.YamlException;

/** What went wrong, in words that help: never a stack trace. */
final class Explanation {
    private Explanation() {}

    /** The message of the file error in it, if there is one; else of the innermost of our own exceptions. */
    static String of(Throwable thrown) {
        Throwable best = thrown;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof YamlException || t instanceof NotPossible) {
                return String.valueOf(t.getMessage());
            }
            if (t instanceof IllegalStateException || t instanceof java.io.UncheckedIOException) {
                best = t;
            }
        }
        Throwable last = best;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String message = best.getMessage() == null ? best.getClass().getSimpleName() : best.getMessage();
        return last == best || last.getMessage() == null ? message : message + " (" + last.getMessage() + ")";
    }
}
