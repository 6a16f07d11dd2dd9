package org.emishub.security.evidence;

import java.util.Locale;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.AgreementRef;

/** What a case pack is about; {@code id} is what the asker named. */
public record Subject(Kind kind, String id) {
    /** By what entries are gathered. */
    public enum Kind {
        CHILD,
        MESSAGE,
        AGREEMENT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a leaf alone says that the entry is about it; of a child no leaf does. */
    public boolean names(Entry entry) {
        return switch (kind) {
            case CHILD -> false;
            case MESSAGE -> entry.leaf().path("messageIdHash").asString("").equals(Sha256.hex(id));
            case AGREEMENT ->
                entry.agreement().map(AgreementRef::id).filter(id::equals).isPresent();
        };
    }

    /** Never prints whom it is about. */
    @Override
    public String toString() {
        return "Subject[" + kind + "]";
    }
}
