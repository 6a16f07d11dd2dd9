package org.emishub.security.agreement;

import java.util.Set;

/**
 * That one child may be told of under an agreement.
 *
 * @param without catalogue paths that are left out because of how the child is sealed
 */
public record Permission(Agreement agreement, Set<String> without) {
    public Permission {
        without = Set.copyOf(without);
    }

    /** Whether a field may leave, as far as the child's seals go. */
    public boolean allows(String cataloguePath) {
        return !without.contains(cataloguePath);
    }
}
