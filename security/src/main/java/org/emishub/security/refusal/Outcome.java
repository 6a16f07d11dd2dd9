package org.emishub.security.refusal;

import java.util.function.Function;

/** A value, or the refusal that stands in its place. */
public sealed interface Outcome<T> {
    /** The value. */
    record Ok<T>(T value) implements Outcome<T> {}

    /** The refusal. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Outcome<T> refused(Code code, String rule) {
        return new Refused<>(new Refusal(code, rule));
    }

    /** Goes on with the value, or hands the refusal through. */
    default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
        if (this instanceof Refused<T> refused) {
            return new Refused<>(refused.refusal());
        }
        return next.apply(((Ok<T>) this).value());
    }
}
