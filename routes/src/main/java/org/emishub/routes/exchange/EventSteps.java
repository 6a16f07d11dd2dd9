package org.emishub.routes.exchange;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.store.Parcel;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Request;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;

/** The steps that an event takes beside those it shares with a question. */
final class EventSteps {
    private final Supplier<Agreements> agreements;
    private final Map<SystemId, Receiver> receivers;
    private final AtRest atRest;
    private final Clock clock;

    EventSteps(Supplier<Agreements> agreements, Map<SystemId, Receiver> receivers, AtRest atRest, Clock clock) {
        this.agreements = agreements;
        this.receivers = Map.copyOf(receivers);
        this.atRest = atRest;
        this.clock = clock;
    }

    /** Message Translator; a native door has done it already. */
    Outcome<Passage> translateRecord(Passage passage) {
        if (passage.message().isEmpty()) {
            return Outcome.ok(passage);
        }
        try {
            SystemId sender = passage.inbound().sender();
            return Outcome.ok(fact(passage, Content.event(passage.content(), sender.toString())));
        } catch (Content.Malformed e) {
            return Outcome.refused(Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** An event is its own question and answer: nobody asks, and its record is what was found. */
    static Passage fact(Passage passage, ChildRecord record) {
        Request request = Request.bySystem(passage.inbound().sender());
        return passage.asked(new Asked(record, Optional.empty(), request)).found(record);
    }

    /** Splitter: one part per agreement in force behind the door. */
    List<?> underEachAgreement(Passage passage, Door door) {
        Instant now = clock.instant();
        List<Passage> parts = agreements.get().byDoor(door.provider(), door.about(), Agreement.Kind.EVENT, now).stream()
                .map(passage::under)
                .toList();
        return parts.isEmpty() ? List.of(new PartRefused(passage, Steps.NOT_AGREED)) : parts;
    }

    /** A fact about nobody in particular is delivered to nobody. */
    Outcome<Passage> requireChild(Passage passage) {
        return passage.child().isEmpty()
                ? Outcome.refused(Code.UNKNOWN_CHILD, "identify: no identifier")
                : Outcome.ok(passage);
    }

    /** Translates to the recipient's protocol and seals what will leave; from here on its bytes never change. */
    Outcome<Passage> seal(Passage passage) {
        Agreement agreement = passage.agreement();
        Receiver receiver = receivers.get(agreement.client());
        if (receiver == null) {
            return Outcome.refused(Code.NOT_AGREED, "client: not connected");
        }
        UUID letter = LetterIds.of(passage.inbound(), agreement.id());
        Disclosure disclosure = passage.disclosure();
        Wire wire;
        try {
            wire = receiver.translate(letter.toString(), disclosure);
        } catch (SystemFault e) {
            // What this agreement discloses has no form in its client's protocol: the other agreements go on.
            return Outcome.refused(Code.NOT_AGREED, "client: " + e.reason());
        }
        Parcel parcel = new Parcel(
                agreement.ref(),
                passage.child(),
                Entries.names(disclosure.fields().keySet()),
                Entries.withheld(disclosure),
                wire);
        return Outcome.ok(passage.sealed(new Sealed(parcel.seal(atRest, letter), Sha256.hex(wire.bytes()))));
    }
}
