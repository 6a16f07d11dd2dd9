package org.emishub.routes.system;

import org.emishub.security.disclosure.Disclosure;

/** A connected system that takes what was disclosed to it. */
public interface Receiver {
    /**
     * Translates the disclosure to the exact bytes of the system's protocol; pure, so that they can be hashed and stored before any of them leaves.
     *
     * @param messageId names the delivery in the protocol where it has a place for it
     */
    Wire translate(String messageId, Disclosure disclosure);

    /**
     * Sends the bytes.
     *
     * @param idempotencyKey the same for every attempt of one message
     * @throws SystemFault when it is worth trying again; {@link SystemFault#permanent()} when it is not
     */
    Delivered deliver(String idempotencyKey, Wire wire);
}
