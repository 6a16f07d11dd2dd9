package org.emishub.security.usage;

import java.time.Instant;
import org.emishub.security.agreement.Seal;

/**
 * That a child is sealed now.
 *
 * @param since from when on what happens is under the seal; not before it was sealed, unless the operator said so
 * @param names whether somebody was named whom it is kept from; with nobody named it is kept from every guardian
 * @param namesAsker whether that is who asks
 */
public record Sealing(Seal kind, Instant since, boolean names, boolean namesAsker) {
    /** Whether it is kept from somebody who asks so; from the young person only where nothing may be said to anybody. */
    boolean bars(Standing standing) {
        return kind == Seal.EVERYTHING || (standing == Standing.GUARDIAN && (!names || namesAsker));
    }
}
