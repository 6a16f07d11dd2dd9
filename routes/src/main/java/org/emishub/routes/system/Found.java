package org.emishub.routes.system;

import org.emishub.mappings.record.ChildRecord;

/** What a provider found; only a match goes on. */
public sealed interface Found {
    /** Exactly one child, and what the provider holds of it. */
    record Match(ChildRecord record) implements Found {}

    /** More than one child fits: nothing may be released. */
    record Multiple() implements Found {}

    /** No child fits. */
    record None() implements Found {}

    /** One child fits by name but a fact speaks against it (another birth date, a twin): nothing may be released. */
    record Vetoed() implements Found {}
}
