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
    private final Grounds grounds;
    // Set on a copy before anybody sees it, and never again.
    private @Nullable JsonNode content;
    private String part = "";
    private @Nullable Agreement agreement;
    private @Nullable Appended received;
    private @Nullable Asked asked;
    private String child = "";
    private @Nullable Permission permission;
    private @Nullable ChildRecord record;
    private @Nullable Disclosure disclosure;
    private @Nullable Sealed sealed;
    private Set<String> signs = Set.of();

    private Passage(Inbound inbound, @Nullable Message message, Grounds grounds) {
        this.inbound = inbound;
        this.message = message;
        this.grounds = grounds;
    }

    /** All that the other holds, with grounds that are shared or its own. */
    private Passage(Passage other, Grounds grounds) {
        this(other.inbound, other.message, grounds);
        this.content = other.content;
        this.part = other.part;
        this.agreement = other.agreement;
        this.received = other.received;
        this.asked = other.asked;
        this.child = other.child;
        this.permission = other.permission;
        this.record = other.record;
        this.disclosure = other.disclosure;
        this.sealed = other.sealed;
        this.signs = other.signs;
    }

    /** A message of the hub protocol, opened; its question is still to be translated. */
    static Passage opened(Inbound inbound, Message message, Optional<Agreement> agreement) {
        Passage passage = new Passage(inbound, message, new Grounds());
        passage.content = message.content();
        passage.agreement = agreement.orElse(null);
        return passage;
    }

    /** A question that a native door has translated. */
    static Passage translated(Inbound inbound, Asked asked, Optional<Agreement> agreement) {
        Passage passage = new Passage(inbound, null, new Grounds());
        passage.agreement = agreement.orElse(null);
        passage.asked = asked;
        return passage;
    }

    /** A fact or package that a native door took; the agreements are found behind its door. */
    static Passage unaddressed(Inbound inbound) {
        return new Passage(inbound, null, new Grounds());
    }

    Passage received(Appended entry) {
        Passage next = new Passage(this, grounds);
        next.received = entry;
        return next;
    }

    Passage asked(Asked question) {
        Passage next = new Passage(this, grounds);
        next.asked = question;
        return next;
    }

    /** About another child, nothing is decided yet. */
    Passage child(String id) {
        Passage next = new Passage(this, grounds);
        next.child = id;
        next.permission = null;
        return next;
    }

    /** That the child it is about may be told of, and without which fields. */
    Passage permitted(Permission allowed) {
        Passage next = new Passage(this, grounds);
        next.permission = allowed;
        return next;
    }

    Passage found(ChildRecord match) {
        Passage next = new Passage(this, grounds);
        next.record = match;
        return next;
    }

    Passage disclosed(Disclosure allowed) {
        Passage next = new Passage(this, grounds);
        next.disclosure = allowed;
        return next;
    }

    /** With what the rules for anomalies need to know of it. */
    Passage signed(Set<String> noted) {
        Passage next = new Passage(this, grounds);
        next.signs = noted;
        return next;
    }

    Passage sealed(Sealed bytes) {
        Passage next = new Passage(this, grounds);
        next.sealed = bytes;
        return next;
    }

    /** One row of a batch, as a question of its own. */
    Passage forRow(Content.Row one) {
        Passage row = new Passage(inbound, message, grounds.copy());
        row.content = one.question();
        row.part = one.name();
        row.agreement = agreement;
        row.received = received;
        return row;
    }

    /** An event as it goes under one of the agreements behind its door. */
    Passage under(Agreement one) {
        Passage next = new Passage(this, new Grounds());
        next.part = one.id();
        next.agreement = one;
        return next;
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
