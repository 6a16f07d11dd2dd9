package org.emishub.routes.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Grounds;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Refusal;

/** What a delivery leaves in the ledger, under the letter's id as message id. */
final class LetterEntries {
    private LetterEntries() {}

    /** The bytes are about to leave: entered under the text by which they were disclosed. */
    static EntryDraft released(Letter letter, Delivery delivery) {
        Parcel parcel = delivery.parcel();
        Agreement agreement = delivery.agreement();
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
                side(letter, parcel.child(), agreement.purpose(), delivery.grounds()));
    }

    /** The decision before release said no. */
    static EntryDraft refused(Letter letter, Optional<Agreement> agreement, Refusal no, String child, Grounds grounds) {
        return entry(
                letter,
                Event.REFUSED,
                agreement.map(Agreement::ref),
                agreement.map(Agreement::provider),
                no.code().name(),
                no.rule(),
                List.of(),
                0,
                letter.wireHash(),
                side(letter, child, no.rule(), grounds));
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
                side(letter, parcel.child(), note, new Grounds()));
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
                side(letter, child, rule, new Grounds()));
    }

    /** What is decided about several children at once is kept with none of them. */
    private static Side side(Letter letter, String child, String note, Grounds grounds) {
        return new Side(child, letter.sender().toString(), note, grounds.json(), Set.of());
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
            Side side) {
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
                side);
    }
}
