package org.emishub.mappings.codes;

/** Thrown by a translator for a record that holds a code nobody has mapped; becomes the refusal {@code UNMAPPED_CODE}. */
public final class UnmappedCode extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Mapping.Unmapped unmapped;

    public UnmappedCode(Mapping.Unmapped unmapped) {
        super("unmapped code in list " + unmapped.list(), null, false, false);
        this.unmapped = unmapped;
    }

    public Mapping.Unmapped unmapped() {
        return unmapped;
    }
}
