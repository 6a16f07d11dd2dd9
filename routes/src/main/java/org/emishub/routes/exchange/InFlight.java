package org.emishub.routes.exchange;

import java.util.List;
import org.emishub.security.agreement.Permission;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

/** What was made before a child was sealed. */
public final class InFlight {
    private InFlight() {}

    /** Refuses what holds a field that is left out of the child by now; its bytes are sealed and cannot be made smaller. */
    public static Outcome<Permission> stillWhole(Permission now, List<String> fields) {
        return fields.stream().allMatch(now::allows)
                ? Outcome.ok(now)
                : Outcome.refused(Code.SEALED, "sealed: after it was made");
    }
}
