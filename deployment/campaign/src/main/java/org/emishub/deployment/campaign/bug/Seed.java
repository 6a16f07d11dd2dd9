package org.emishub.deployment.campaign.bug;

import org.jspecify.annotations.Nullable;

/** What a sown bug does where it was woven in. */
interface Seed {
    /** Called instead of what stands there when it gives true, else before it. */
    default boolean before(@Nullable Object self, Object[] arguments) throws Exception {
        return false;
    }

    /** Gives what the caller gets. */
    default @Nullable Object after(@Nullable Object self, Object[] arguments, @Nullable Object returned)
            throws Exception {
        return returned;
    }
}
