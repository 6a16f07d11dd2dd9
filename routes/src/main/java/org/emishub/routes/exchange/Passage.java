package org.emishub.routes.exchange;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.store.Inbound;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Grounds;
import org.emishub.security.agreement.Permission;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.envelope.Message;
import org.emishub.security.ledger.Appender.Appended;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One question on its way through the steps; each step gives the next one with what it added.
 *
 * <p>What a step needs and an earlier one has not added is a fault in the order of the route.
 */
final class Passage {
    private final Inbound inbound;
    private final @Nullable Message message;
    private final @Nullable JsonNode content;
    private final String part;
    private final @Nullable Agreement agreement;
    private final @Nullable Appended received;
    private final @Nullable Asked asked;
    private final String child;
    private final @Nullable Permission permission;
    private final @Nullable ChildRecord record;
    private final @Nullable Disclosure disclosure;
    private final @Nullable Sealed sealed;
    private final Set<String> signs;
    private final Grounds grounds;

    private Passage(
            Inbound inbound,
            @Nullable Message message,
            @Nullable JsonNode content,
            String part,
            @Nullable Agreement agreement,
            @Nullable Appended received,
            @Nullable Asked asked,
            String child,
            @Nullable Permission permission,
            @Nullable ChildRecord record,
            @Nullable Disclosure disclosure,
            @Nullable Sealed sealed,
            Set<String> signs,
            Grounds grounds) {
        this.inbound = inbound;
        this.message = message;
        this.content = content;
        this.part = part;
        this.agreement = agreement;
        this.received = received;
        this.asked = asked;
        this.child = child;
        this.permission = permission;
        this.record = record;
        this.disclosure = disclosure;
        this.sealed = sealed;
        this.signs = signs;
        this.grounds = grounds;
    }

    /** A message of the hub protocol, opened; its question is still to be translated. */
    static Passage opened(Inbound inbound, Message message, Optional<Agreement> agreement) {
        return new Passage(
                inbound,
                message,
                message.content(),
                "",
                agreement.orElse(null),
                null,
                null,
                "",
                null,
                null,
                null,
                null,
                Set.of(),
                new Grounds());
    }

    /** A question that a native door has translated. */
    static Passage translated(Inbound inbound, Asked asked, Optional<Agreement> agreement) {
        return new Passage(
                inbound,
                null,
                null,
                "",
                agreement.orElse(null),
                null,
                asked,
                "",
                null,
                null,
                null,
                null,
                Set.of(),
                new Grounds());
    }

    /** A fact or package that a native door took; the agreements are found behind its door. */
    static Passage unaddressed(Inbound inbound) {
        return new Passage(
                inbound, null, null, "", null, null, null, "", null, null, null, null, Set.of(), new Grounds());
    }

    Passage received(Appended entry) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                entry,
                asked,
                child,
                permission,
                record,
                disclosure,
                sealed,
                signs,
                grounds);
    }

    Passage asked(Asked question) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                question,
                child,
                permission,
                record,
                disclosure,
                sealed,
                signs,
                grounds);
    }

    Passage child(String id) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                id,
                null,
                record,
                disclosure,
                sealed,
                signs,
                grounds);
    }

    /** That the child it is about may be told of, and without which fields. */
    Passage permitted(Permission allowed) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                child,
                allowed,
                record,
                disclosure,
                sealed,
                signs,
                grounds);
    }

    Passage found(ChildRecord match) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                child,
                permission,
                match,
                disclosure,
                sealed,
                signs,
                grounds);
    }

    Passage disclosed(Disclosure allowed) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                child,
                permission,
                record,
                allowed,
                sealed,
                signs,
                grounds);
    }

    /** With what the rules for anomalies need to know of it. */
    Passage signed(Set<String> noted) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                child,
                permission,
                record,
                disclosure,
                sealed,
                noted,
                grounds);
    }

    Passage sealed(Sealed bytes) {
        return new Passage(
                inbound,
                message,
                content,
                part,
                agreement,
                received,
                asked,
                child,
                permission,
                record,
                disclosure,
                bytes,
                signs,
                grounds);
    }

    /** One row of a batch, as a question of its own. */
    Passage forRow(Content.Row one) {
        return new Passage(
                inbound,
                message,
                one.question(),
                one.name(),
                agreement,
                received,
                null,
                "",
                null,
                null,
                null,
                null,
                Set.of(),
                grounds.copy());
    }

    /** An event as it goes under one of the agreements behind its door. */
    Passage under(Agreement one) {
        return new Passage(
                inbound,
                message,
                content,
                one.id(),
                one,
                received,
                asked,
                child,
                permission,
                record,
                disclosure,
                sealed,
                signs,
                new Grounds());
    }

    Inbound inbound() {
        return inbound;
    }

    /** The hub-protocol message; empty when a native door took it. */
    Optional<Message> message() {
        return Optional.ofNullable(message);
    }

    /** What a hub-protocol question (or row) says, not yet translated. */
    JsonNode content() {
        return Objects.requireNonNull(content, "content");
    }

    /** How many questions the message asks. */
    int questions() {
        return content == null ? 1 : Math.max(1, content.path("rows").size());
    }

    /** What a Splitter made it of: the row of a batch, the agreement of an event; empty when it stands alone. */
    String part() {
        return part;
    }

    /** The agreement it goes under; empty when there is none. */
    Optional<Agreement> foundAgreement() {
        return Optional.ofNullable(agreement);
    }

    Agreement agreement() {
        return Objects.requireNonNull(agreement, "agreement");
    }

    boolean isReceived() {
        return received != null;
    }

    Appended received() {
        return Objects.requireNonNull(received, "received");
    }

    /** Whether its question was understood: from then on what goes wrong is about the answer. */
    boolean isAsked() {
        return asked != null;
    }

    Asked asked() {
        return Objects.requireNonNull(asked, "asked");
    }

    /** The child's identifier, empty while it is not known. */
    String child() {
        return child;
    }

    /** What was decided of the child; empty while nobody has asked. */
    Optional<Permission> permission() {
        return Optional.ofNullable(permission);
    }

    ChildRecord record() {
        return Objects.requireNonNull(record, "record");
    }

    Disclosure disclosure() {
        return Objects.requireNonNull(disclosure, "disclosure");
    }

    Set<String> signs() {
        return signs;
    }

    /** What was decided about it, and from what; shared by all that this passage becomes. */
    Grounds grounds() {
        return grounds;
    }

    Sealed sealed() {
        return Objects.requireNonNull(sealed, "sealed");
    }

    /** Who asks, as the ledger's personal side names them. */
    String actor() {
        return asked == null ? inbound.sender().toString() : asked.request().actor();
    }
}
