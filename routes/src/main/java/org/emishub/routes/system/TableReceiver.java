package org.emishub.routes.system;

import org.emishub.security.disclosure.table.TableDisclosure;

/** A connected system that takes tables. */
public interface TableReceiver {
    /** Translates a table to the exact bytes of the system's protocol; pure. */
    Wire translate(String messageId, TableDisclosure table);

    /**
     * Sends the bytes.
     *
     * @throws SystemFault as {@link Receiver#deliver}; its detail carries the system's validation errors for the sender
     */
    Delivered deliver(String idempotencyKey, Wire wire);
}
