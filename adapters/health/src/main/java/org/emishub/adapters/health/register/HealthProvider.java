package org.emishub.adapters.health.register;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.emishub.mappings.identity.ChildMatcher;
import org.emishub.mappings.identity.Description;
import org.emishub.mappings.identity.Match;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** Answers questions about {@code health-status} from a health register that speaks FHIR R4. */
public final class HealthProvider implements Provider {
    private static final String ABOUT = "health-status";
    private static final String NOBODY = "0";

    private final HealthRegister register;
    private final HealthRecord translator;
    private final Clock clock;

    /** @param clock tells the day for which an answer holds, in the country's time zone */
    public HealthProvider(HealthRegister register, Clock clock) {
        this.register = register;
        this.translator = new HealthRecord(register.settings());
        this.clock = clock;
    }

    @Override
    public Found find(Question question) {
        if (!question.about().equals(ABOUT)) {
            throw new SystemFault("NOT_SUPPORTED", "the health register is asked about " + ABOUT + " only", true);
        }
        Map<String, Object> subject = question.subject().fields();
        Patient described = FhirPatient.of(subject, register.settings().identifiers());
        return Faults.asking(() -> {
            Candidates candidates = Candidates.find(register.client(), described, question.messageId());
            return judge(candidates, subject, question.messageId());
        });
    }

    /** Looks for a patient of a number that nobody has, as for one that somebody has. */
    @Override
    public void probe() {
        Patient nobody =
                FhirPatient.of(Map.of("child.id", NOBODY), register.settings().identifiers());
        Faults.asking(() -> Candidates.find(register.client(), nobody, "probe"));
    }

    /** The register's certainty is needed and not enough: what it found must not contradict what was asked either. */
    private Found judge(Candidates candidates, Map<String, Object> subject, String messageId) {
        if (candidates.certain().size() > 1 || (candidates.certain().isEmpty() && candidates.likely() > 0)) {
            return new Found.Multiple();
        }
        if (candidates.certain().isEmpty()) {
            return new Found.None();
        }
        Patient patient = candidates.certain().get(0);
        LocalDate today = LocalDate.now(clock);
        Description held = Description.of(translator.of(patient, today));
        Match match = ChildMatcher.match(description(subject), List.of(held));
        if (match instanceof Match.Vetoed) {
            return new Found.Vetoed();
        }
        return match instanceof Match.One
                ? new Found.Match(translator.of(Holding.fetch(register.client(), patient, messageId), today))
                : new Found.None();
    }

    private static Description description(Map<String, Object> subject) {
        String family = text(subject, "child.familyName");
        String given = text(subject, "child.givenName");
        return new Description(
                text(subject, "child.id"),
                family == null ? text(subject, "child.familyNameLatin") : family,
                given == null ? text(subject, "child.givenNameLatin") : given,
                subject.get("child.birthDate") instanceof LocalDate day ? day : null,
                text(subject, "child.sex"));
    }

    private static @Nullable String text(Map<String, Object> subject, String path) {
        return subject.get(path) instanceof String text ? text : null;
    }
}
