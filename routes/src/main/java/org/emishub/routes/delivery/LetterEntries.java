package org.emishub.routes.delivery;

import java.util.List;
import java.util.Optional;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;

/** What a delivery leaves in the ledger, under the letter's id as message id. */
final class LetterEntries {
    private LetterEntries() {}

    /** The bytes are about to leave: entered under the text by which they were disclosed. */
    static EntryDraft released(Letter letter, Parcel parcel, Agreement agreement) {
        return entry(
                letter,
                Event.RELEASED,
                Optional.of(parcel.agreement()),
                Optional.of(agreement.provider()),
                "OK",
                "",
                parcel.fields(),
                parcel.withheld(),
                letter.wireHash(),
                parcel.child(),
                agreement.purpose());
    }

    /** The recipient has them; {@code receiptHash} is of what it said. */
    static EntryDraft delivered(
            Letter letter, Parcel parcel, Agreement agreement, boolean signed, String receiptHash, String peer) {
        String rule = signed ? "receipt: signed by the receiver" : "receipt: attested by the hub";
        String note = peer.isEmpty() ? rule : rule + ", peer certificate " + peer;
        Event event = signed ? Event.RECEIPTED : Event.DELIVERED;
        return entry(
                letter,
                event,
                Optional.of(parcel.agreement()),
                Optional.of(agreement.provider()),
                "OK",
                rule,
                List.of(),
                0,
                receiptHash,
                parcel.child(),
                note);
    }

    /** The delivery ended without one. */
    static EntryDraft ended(
            Letter letter, Event event, Optional<Agreement> agreement, String code, String rule, String child) {
        return entry(
                letter,
                event,
                agreement.map(Agreement::ref),
                agreement.map(Agreement::provider),
                code,
                rule,
                List.of(),
                0,
                letter.wireHash(),
                child,
                rule);
    }

    private static EntryDraft entry(
            Letter letter,
            Event event,
            Optional<AgreementRef> agreement,
            Optional<SystemId> provider,
            String code,
            String rule,
            List<String> fields,
            int withheld,
            String contentHash,
            String child,
            String note) {
        return new EntryDraft(
                event,
                letter.id().toString(),
                agreement,
                code,
                rule,
                provider,
                Optional.of(letter.recipient()),
                fields,
                withheld,
                contentHash,
                new Side(child, letter.sender().toString(), note));
    }
}
