package org.emishub.mappings.codes;

/** What became of one source code. */
public sealed interface Mapping {
    /** The canonical code. */
    record Mapped(String code) implements Mapping {}

    /**
     * A code nobody has mapped yet; it refuses the record it stands in and goes to the work queue.
     *
     * @param system the connected system that sent it
     * @param list the canonical list it should map to
     * @param code as it was sent, at most 64 characters
     */
    record Unmapped(String system, String list, String code) implements Mapping {}
}
