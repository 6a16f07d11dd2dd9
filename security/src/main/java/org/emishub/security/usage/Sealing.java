package org.emishub.security.usage;

import java.time.Instant;
import org.emishub.security.agreement.Seal;

/**
 * That a child is sealed now, against all or against who asks.
 *
 * @param since from when on what happens is kept from them; not before it was sealed so, unless the operator said so
 */
public record Sealing(Seal kind, Instant since) {
    /** Whether it is kept from somebody who asks so; from the young person only where nothing may be said to anybody. */
    boolean bars(Standing standing) {
        return kind == Seal.EVERYTHING || standing == Standing.GUARDIAN;
    }
}
