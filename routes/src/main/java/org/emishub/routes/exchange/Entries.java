package org.emishub.routes.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.store.Inbound;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.disclosure.FieldOutcome;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.refusal.Refusal;

/** What each step leaves in the ledger. */
final class Entries {
    private Entries() {}

    /** A message came in; {@code contentHash} is of the bytes received. */
    static EntryDraft received(Inbound inbound, Optional<Agreement> agreement, String contentHash) {
        return new EntryDraft(
                Event.RECEIVED,
                inbound.messageId(),
                agreement.map(Agreement::ref),
                "OK",
                "",
                agreement.map(Agreement::provider),
                agreement.map(Agreement::client),
                List.of(),
                0,
                contentHash,
                new Side("", inbound.sender().toString(), ""));
    }

    /** A provider's fact or package came in. */
    static EntryDraft accepted(Inbound inbound, String contentHash) {
        return new EntryDraft(
                Event.RECEIVED,
                inbound.messageId(),
                Optional.empty(),
                "OK",
                "",
                Optional.of(inbound.sender()),
                Optional.empty(),
                List.of(),
                0,
                contentHash,
                new Side("", inbound.sender().toString(), ""));
    }

    /** The hub said no. */
    static EntryDraft refused(Passage passage, Refusal refusal) {
        Optional<Agreement> agreement = passage.foundAgreement();
        return new EntryDraft(
                Event.REFUSED,
                passage.inbound().messageId(),
                agreement.map(Agreement::ref),
                refusal.code().name(),
                refusal.rule(),
                agreement.map(Agreement::provider),
                agreement.map(Agreement::client),
                List.of(),
                0,
                ciphertextHash(passage),
                side(passage, refusal.rule()));
    }

    /** Somebody nobody knows was refused; {@code source} is where it came from, which is kept sealed: the hash of an address tells the address. */
    static EntryDraft refusedCaller(String source, Refusal refusal) {
        return new EntryDraft(
                Event.REFUSED,
                "",
                Optional.empty(),
                refusal.code().name(),
                refusal.rule(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                "",
                new Side("", source, ""));
    }

    /** A provider is about to learn that somebody asks. */
    static EntryDraft asked(Passage passage, Disclosure question) {
        return about(passage, Event.ASKED, question, ciphertextHash(passage));
    }

    /** A provider does not learn that somebody asked. */
    static EntryDraft notAsked(Passage passage) {
        Agreement agreement = passage.agreement();
        return new EntryDraft(
                Event.NOT_ASKED,
                passage.inbound().messageId(),
                Optional.of(agreement.ref()),
                "OK",
                "",
                Optional.of(agreement.provider()),
                Optional.of(agreement.client()),
                List.of(),
                0,
                ciphertextHash(passage),
                new Side(passage.child(), passage.actor(), ""));
    }

    /** An answer is about to leave; {@code contentHash} is of the bytes that will. */
    static EntryDraft released(Passage passage, String contentHash) {
        return about(passage, Event.RELEASED, passage.disclosure(), contentHash);
    }

    private static EntryDraft about(Passage passage, Event event, Disclosure disclosure, String contentHash) {
        Agreement agreement = passage.agreement();
        return new EntryDraft(
                event,
                passage.inbound().messageId(),
                Optional.of(agreement.ref()),
                "OK",
                "",
                Optional.of(agreement.provider()),
                Optional.of(agreement.client()),
                names(disclosure.fields().keySet()),
                withheld(disclosure),
                contentHash,
                side(passage, agreement.purpose()));
    }

    private static Side side(Passage passage, String note) {
        return new Side(
                passage.child(), passage.actor(), note, passage.grounds().json(), passage.signs());
    }

    /** Of the ciphertext as kept: a payload has so few possible values that its own hash would tell it. */
    private static String ciphertextHash(Passage passage) {
        return Sha256.hex(passage.inbound().ciphertext());
    }

    /** Catalogue names of concrete paths, each once, sorted. */
    static List<String> names(Set<String> concretePaths) {
        return concretePaths.stream()
                .map(ChildRecord::cataloguePath)
                .distinct()
                .sorted()
                .toList();
    }

    static int withheld(Disclosure disclosure) {
        int withheld = 0;
        for (FieldOutcome outcome : disclosure.outcomes()) {
            if (outcome.result() == FieldOutcome.Result.WITHHELD) {
                withheld++;
            }
        }
        return withheld;
    }
}
