package org.emishub.adapters.health.enrolment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.emishub.adapters.health.register.Faults;
import org.emishub.adapters.health.register.HealthRegister;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.Wire;
import org.emishub.security.disclosure.Disclosure;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/** Delivers <em>child enrolled</em> to a health register that speaks FHIR R4. */
public final class HealthReceiver implements Receiver {
    private static final String MEDIA_TYPE = "application/fhir+json";

    private final HealthRegister register;

    public HealthReceiver(HealthRegister register) {
        this.register = register;
    }

    @Override
    public Wire translate(String messageId, Disclosure disclosure) {
        Bundle bundle = EnrolmentBundle.of(
                messageId, disclosure.fields(), register.settings().identifiers());
        String json = register.fhir().newJsonParser().encodeResourceToString(bundle);
        return new Wire(MEDIA_TYPE, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Delivered deliver(String idempotencyKey, Wire wire) {
        HealthRegister.Answer answer;
        try {
            answer = register.post(wire.bytes(), idempotencyKey);
        } catch (IOException e) {
            throw Faults.noAnswer(e);
        }
        if (answer.status() != 200) {
            throw Faults.answered(answer.status(), answer.body(), register.fhir());
        }
        if (!saysDone(answer.body())) {
            throw new SystemFault("BAD_ANSWER", "the answer is no transaction-response", false);
        }
        return new Delivered(false, answer.body(), answer.peer());
    }

    /** Whether it is the answer to a transaction with every entry done; anything else may have come from somebody in between. */
    private boolean saysDone(byte[] body) {
        try {
            Bundle answer = register.fhir()
                    .newJsonParser()
                    .parseResource(Bundle.class, new String(body, StandardCharsets.UTF_8));
            return answer.getType() == BundleType.TRANSACTIONRESPONSE
                    && answer.getEntry().stream().allMatch(entry -> String.valueOf(
                                    entry.getResponse().getStatus())
                            .startsWith("20"));
        } catch (RuntimeException notFhir) {
            return false;
        }
    }
}
