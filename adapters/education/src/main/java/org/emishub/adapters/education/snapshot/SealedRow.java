package org.emishub.adapters.education.snapshot;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.emishub.adapters.education.oneroster.RosterChild;
import org.emishub.mappings.record.ChildRecord;

/**
 * One child as the database holds it.
 *
 * @param enrolled blind hash of child and school; empty when on no roll
 */
record SealedRow(
        UUID child, Optional<UUID> national, UUID emis, Optional<UUID> enrolled, Set<UUID> names, byte[] sealed) {

    /** What sealed bytes of a child are, bound into them so that rows cannot change places. */
    static String context(UUID child) {
        return "education/child/" + child;
    }

    /** The hashes of a child; {@code sealed} is filled in by whoever seals. */
    static SealedRow of(
            RosterChild change, StoredChild child, Blinds blinds, UnaryOperator<String> prefixOf, byte[] sealed) {
        ChildRecord record = child.identity();
        return new SealedRow(
                blinds.child(change.sourcedId()),
                blinds.national(record),
                blinds.emis(child.text("child.emisId").orElse(change.sourcedId())),
                child.onTheRollOf().map(school -> blinds.enrolled(change.sourcedId(), school)),
                blinds.names(record, prefixOf),
                sealed);
    }
}
