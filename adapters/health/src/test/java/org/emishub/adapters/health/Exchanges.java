package org.emishub.adapters.health;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Question;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.disclosure.Disclosure;

/** Real disclosures under the agreements that the hub ships. */
public final class Exchanges {
    public static final LocalDate TODAY = LocalDate.of(2026, 9, 2);
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-09-02T04:00:00Z"), ZoneId.of("Asia/Dushanbe"));

    private static final Agreements AGREEMENTS =
            Agreements.load(Path.of(System.getProperty("emishub.root", "../.."), "routes", "agreements"));

    private Exchanges() {}

    /** What health/register is told and asked when education/schools asks about this child. */
    public static Question healthQuestion(Map<String, ?> subject) {
        ChildRecord child =
                ChildRecord.from("education/schools", TODAY).putAll(subject).build();
        Agreement agreement = AGREEMENTS.byId("health.enrolment-check").orElseThrow();
        Disclosure told = Disclosure.ofQuestion(child, agreement, (receiver, domain, id) -> "pseudonym");
        return new Question("q-1", "health-status", told, Optional.empty(), agreement.purpose());
    }

    /** What education/emis discloses to health/register of an enrolment. */
    public static Disclosure enrolment(Map<String, ?> record) {
        Agreement agreement = AGREEMENTS.byId("health.child-enrolled").orElseThrow();
        ChildRecord child =
                ChildRecord.from("education/emis", TODAY).putAll(record).build();
        return Disclosure.of(child, agreement, (receiver, domain, id) -> "pseudonym");
    }
}
