package org.emishub.routes.system;

/** A connected system that answers questions about a child. */
public interface Provider {
    /**
     * Finds the child and what is held of it.
     *
     * @throws org.emishub.mappings.codes.UnmappedCode when its answer holds a code nobody has mapped
     * @throws SystemFault when it cannot be reached or does not speak its protocol
     */
    Found find(Question question);

    /**
     * Finds out whether it answers at all, without telling it of any child; called again and again, also while nobody has a question.
     *
     * @throws SystemFault when it does not; a permanent one says that it is there, and does not like what it was asked
     */
    default void probe() {}

    /** True when the answer comes from what the hub itself keeps for the provider: then nobody outside learns that somebody asked. */
    default boolean heldByHub() {
        return false;
    }
}
