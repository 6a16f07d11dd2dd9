package org.emishub.routes.gateway;

import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Period;
import org.emishub.security.member.SystemId;

/**
 * A question that a door of a native protocol (DCI, SOAP) has authenticated, opened and translated.
 *
 * @param client the authenticated sender
 * @param messageId unique per sender, {@code [A-Za-z0-9._:-]{1,64}}
 * @param payload the exact bytes that the sender signed; hashed for the Idempotent Receiver and stored encrypted
 * @param about the record part asked for; with the client it finds the agreement
 * @param subject the child as the client describes it
 * @param purpose the purpose the client states ({@code purposeOfUse} code); empty when it states none, which is refused
 * @param together how many questions its message asks in all: an agreement limits them together
 */
public record NativeQuestion(
        SystemId client,
        String messageId,
        byte[] payload,
        String about,
        ChildRecord subject,
        Optional<Period> period,
        Asker asker,
        String purpose,
        int together) {

    /** A question that its message asks alone. */
    public NativeQuestion(
            SystemId client,
            String messageId,
            byte[] payload,
            String about,
            ChildRecord subject,
            Optional<Period> period,
            Asker asker,
            String purpose) {
        this(client, messageId, payload, about, subject, period, asker, purpose, 1);
    }
}
