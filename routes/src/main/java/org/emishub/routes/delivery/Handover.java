package org.emishub.routes.delivery;

import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Wire;

/** Gives bytes to a recipient; of children's records and of tables alike. */
@FunctionalInterface
interface Handover {
    Delivered deliver(String idempotencyKey, Wire wire);
}
