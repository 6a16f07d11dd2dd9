package org.emishub.routes.system;

/** A connected system that takes the answer to what it asked before, once there is one. */
@FunctionalInterface
public interface AnswerReceiver {
    /**
     * Sends the bytes.
     *
     * @param idempotencyKey the same for every attempt of one answer
     * @throws SystemFault when it is worth trying again; {@link SystemFault#permanent()} when it is not
     */
    Delivered deliver(String idempotencyKey, Wire wire);
}
