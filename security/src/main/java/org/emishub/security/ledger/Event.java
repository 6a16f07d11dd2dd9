package org.emishub.security.ledger;

/** What a ledger entry records: all that the hub does, refuses or is told. The catalogue for people is {@code deployment/docs/events.md}. */
public enum Event {
    RECEIVED("A message, a provider's fact or a package came in."),
    REFUSED("Something was refused; code and rule say why."),
    ASKED("A provider was asked about a child."),
    NOT_ASKED("A question was refused before its provider was asked, which leaves as many entries as one that was."),
    RELEASED("A disclosure was made: the fields named left, or wait to be delivered."),
    DELIVERED("A recipient took what was released, or a sender fetched its package's answer."),
    RECEIPTED("A recipient signed that it has it, by the hash of what it got."),
    DEAD("A disclosure could not be delivered; it waits for an operator."),
    RETRIED("An operator has a dead letter tried again."),
    EXPIRED("A disclosure was not delivered in its time, and was not."),
    STOPPED("An operator has nothing more delivered to a recipient."),
    STARTED("An operator lets a recipient be delivered to again."),
    VIEWED("A guardian or young person looked at who had looked at the child's data."),
    EXPLAINED("Somebody had explained what an agreement would do with one child's record; nothing left."),
    LOOKED_UP("An auditor or officer looked something up in what the hub keeps."),
    ANOMALY("A rule found what an auditor wants to be told of."),
    AGREEMENT_CHANGED("An agreement came into force, was changed or was taken away."),
    KEY_CHANGED(
            "A key of the hub, of a member or of a person who signs agreements is another than at the last start; or the ledger was handed over to another key."),
    MEMBER_CHANGED("A connected system joined or left, or how it is connected and what it may send changed."),
    CONFIGURATION_CHANGED("The hub was started with other settings than the last time."),
    BREAK_GLASS("Somebody looks, or looked and was reviewed, without the case that the agreement asks for."),
    CONSENT_CHANGED("A consent was given or withdrawn."),
    SEAL_CHANGED("A child was sealed or unsealed."),
    CASE_CHANGED("A case was opened or closed, or somebody was given or has lost a say over a child."),
    OBJECTION_CHANGED("Somebody objected, or no longer does."),
    TRANSLATED("A pseudonym of one agreement was turned into another's, or was asked to be."),
    DESTROYED("What was past its time was destroyed; says how many of which kind, and the hash of the list."),
    ERASED(
            "Keys were destroyed, and with them what was kept under them; names each by year and slot, never whose it was.");

    private final String meaning;

    Event(String meaning) {
        this.meaning = meaning;
    }

    /** What it records, one sentence for people. */
    public String meaning() {
        return meaning;
    }
}
