package org.emishub.routes.exchange;

import org.emishub.security.refusal.Outcome;

/** One named step of a route: goes on with what it was given and more, or says no. */
@FunctionalInterface
interface Step<T> {
    Outcome<T> apply(T passage);
}
