package org.emishub.routes.audit;

import static org.emishub.routes.audit.Shape.Party.CLIENT;
import static org.emishub.routes.audit.Shape.Party.HUB;
import static org.emishub.routes.audit.Shape.Party.PROVIDER;

import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Outcome;
import org.emishub.routes.audit.AuditRecord.Thing;
import org.emishub.security.ledger.Event;

/** What an event of the ledger is to an audit repository, before anybody is named. */
record Shape(Kind kind, Party from, Party to, Thing thing, Outcome outcome) {
    /** Of an entry that is not what was hashed, or of an event that this version of the hub does not know. */
    static final Shape UNKNOWN = new Shape(Kind.ALERT, HUB, HUB, Thing.ENTRY, Outcome.FAILED);

    /** Who takes part. */
    enum Party {
        HUB,
        PROVIDER,
        CLIENT
    }

    /**
     * Total on purpose, and without a default: a new event does not compile until somebody has said what it is to an auditor.
     *
     * @param question whether it belongs to a question, not to something a provider sent
     */
    static Shape of(Event event, boolean question) {
        return switch (event) {
            case RECEIVED ->
                question
                        ? done(Kind.QUERY, CLIENT, HUB, Thing.QUESTION)
                        : done(Kind.CREATE, PROVIDER, HUB, Thing.RECORD);
            case REFUSED, NOT_ASKED -> new Shape(Kind.DECISION, CLIENT, HUB, Thing.RECORD, Outcome.REFUSED);
            case BREAK_GLASS -> done(Kind.DECISION, CLIENT, HUB, Thing.RECORD);
            case ASKED -> done(Kind.QUERY, HUB, PROVIDER, Thing.QUESTION);
            case RELEASED -> done(Kind.DISCLOSURE, HUB, CLIENT, Thing.RECORD);
            case DELIVERED, RECEIPTED -> done(Kind.CREATE, HUB, CLIENT, Thing.RECORD);
            case DEAD, EXPIRED -> new Shape(Kind.DISCLOSURE, HUB, CLIENT, Thing.RECORD, Outcome.FAILED);
            case STOPPED, STARTED -> change(Thing.RECIPIENT);
            case RETRIED -> change(Thing.DELIVERY);
            case VIEWED -> done(Kind.READ, HUB, HUB, Thing.ENTRY);
            case EXPLAINED -> done(Kind.QUERY, HUB, HUB, Thing.AGREEMENT);
            case LOOKED_UP -> done(Kind.QUERY, HUB, HUB, Thing.ENTRY);
            case TRANSLATED -> done(Kind.QUERY, CLIENT, HUB, Thing.PSEUDONYM);
            case ANOMALY -> new Shape(Kind.ALERT, HUB, HUB, Thing.ENTRY, Outcome.SUCCESS);
            case AGREEMENT_CHANGED -> change(Thing.AGREEMENT);
            case KEY_CHANGED -> change(Thing.KEY);
            case MEMBER_CHANGED -> change(Thing.MEMBER);
            case CONFIGURATION_CHANGED -> change(Thing.SETTING);
            case CONSENT_CHANGED -> change(Thing.CONSENT);
            case SEAL_CHANGED -> change(Thing.SEAL);
            case CASE_CHANGED -> change(Thing.CASE);
            case OBJECTION_CHANGED -> change(Thing.OBJECTION);
            case ERASED, DESTROYED -> done(Kind.DELETE, HUB, HUB, Thing.RECORD);
        };
    }

    /** The same when the entry's code says no: none but a decision may fail by the profiles of what was done. */
    Shape refused() {
        return kind == Kind.DISCLOSURE || kind == Kind.ALERT || kind == Kind.DECISION
                ? this
                : new Shape(Kind.DECISION, from, to, thing, Outcome.REFUSED);
    }

    private static Shape done(Kind kind, Party from, Party to, Thing thing) {
        return new Shape(kind, from, to, thing, Outcome.SUCCESS);
    }

    private static Shape change(Thing thing) {
        return done(Kind.UPDATE, HUB, HUB, thing);
    }
}
