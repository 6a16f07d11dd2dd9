package org.emishub.routes.gateway;

import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.refusal.Code;

/** What a native door gets back for a question. */
public sealed interface Reply {
    /**
     * Something may be disclosed; nothing has left yet.
     *
     * @param release must be called with the exact bytes before the first of them is written
     */
    record Answered(Disclosure disclosure, Release release) implements Reply {}

    /** A no; {@code code} is already the one the asker may see. */
    record Refused(Code code) implements Reply {}

    /** The same message was answered before: these are the bytes that were released then. */
    record Repeated(byte[] wire) implements Reply {}

    /** Makes the release durable. */
    @FunctionalInterface
    interface Release {
        /**
         * Checks validity once more, writes the RELEASED entry with the hash of the bytes and keeps them for a repetition.
         *
         * @return empty when they may leave now; the code to answer with when validity ended meanwhile
         */
        java.util.Optional<Code> record(byte[] wire);
    }
}
