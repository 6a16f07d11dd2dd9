package org.emishub.security.refusal;

/** Every way in which the hub says no; stable words that callers may program against. */
public enum Code {
    UNKNOWN_MEMBER("Register your system's certificate with the hub's operator."),
    TOO_LARGE("Send a smaller message."),
    MALFORMED("Correct the message and send it under a new id."),
    BAD_SIGNATURE("Sign with the key registered for your system."),
    NOT_FOR_US("Encrypt to the hub's current key-agreement key and name the hub as recipient."),
    EXPIRED("Send the message again under a new id with a later expiry."),
    REPLAYED("This message id was used for another payload: use a new id."),
    UNMAPPED_CODE("Ask the hub's operator to map the code, then send again under a new id."),
    NOT_AGREED("There is no agreement in force for this exchange: speak to your data-protection officer."),
    NO_LEGAL_BASIS("Ask under the purpose that the agreement names."),
    TOO_MANY_REQUESTS(
            "Your system sends more than was agreed: send the same message again after the time in Retry-After."),
    LIMIT_REACHED("The agreement's limit is reached: ask again tomorrow."),
    SUPERSEDED("A newer fact about the same child was accepted: send what holds now, under a new id."),
    UNKNOWN_CHILD("Check the identifying details."),
    AMBIGUOUS_CHILD("Give more identifying details."),
    NO_CASE("Open a case for this child first."),
    NO_CONSENT("Obtain the consent that the agreement requires."),
    OBJECTED("Speak to your data-protection officer."),
    SEALED("Speak to the privacy officer."),
    NOTHING_TO_DISCLOSE("The provider holds none of the agreed fields."),
    TOLD_BY_DIFFERENCE(
            "This table and those that left before would together tell of single children: publish it for a later day."),
    PROVIDER_AWAY("The provider answers nobody now: ask again later under a new id."),
    UNANSWERED("See why the provider does not answer about this child."),
    UNMAPPED_ANSWER("Ask the hub's operator to map the provider's code."),
    UNREADABLE_ANSWER("Ask the provider to correct what it holds."),
    /** The one code an asker sees for every refusal that depends on the child. */
    NO_DATA("There is nothing that can be shared. Not known and not allowed look the same.");

    private final String remedy;

    Code(String remedy) {
        this.remedy = remedy;
    }

    /** What the caller can do about it, one sentence that says nothing about what exists. */
    public String remedy() {
        return remedy;
    }

    /** True for a refusal that depends on the child; its asker sees {@link #NO_DATA} instead. */
    public boolean dependsOnChild() {
        return switch (this) {
            case UNKNOWN_CHILD,
                    AMBIGUOUS_CHILD,
                    NO_CASE,
                    NO_CONSENT,
                    OBJECTED,
                    SEALED,
                    NOTHING_TO_DISCLOSE,
                    UNANSWERED,
                    UNMAPPED_ANSWER,
                    UNREADABLE_ANSWER -> true;
            default -> false;
        };
    }

    /** The code the asker may see. */
    public Code shown() {
        return dependsOnChild() ? NO_DATA : this;
    }
}
