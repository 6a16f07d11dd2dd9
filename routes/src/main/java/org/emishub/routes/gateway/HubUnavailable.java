package org.emishub.routes.gateway;

/** The hub cannot make anything durable at the moment: nothing was accepted, nothing left, and the caller may try again later. */
public final class HubUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HubUnavailable(Throwable cause) {
        super("the hub is not available", cause);
    }
}
