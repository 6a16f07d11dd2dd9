package org.emishub.deployment.testimony;

import java.util.Optional;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;

/** The ledger's newest checkpoint, as the ledger itself signed it. */
record NewestNote(SignedNote note, TreeHead head) {
    static Optional<NewestNote> of(SignedNote published) {
        return TreeHead.of(published)
                .map(head -> new NewestNote(published.only(line -> line.name().equals(head.origin())), head));
    }
}
