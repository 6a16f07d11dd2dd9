package org.emishub.security.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.agreement.Seal;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;

/** Entries and people of a small world. */
final class Logs {
    static final String MOTHER = "9000000000001";
    static final String CHILD = "1234567890123";
    static final SystemId HUB = SystemId.of("hub/exchange");
    static final SystemId PORTAL = SystemId.of("citizens/portal");
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Majority MAJORITY = new Majority(18, ZoneOffset.UTC);
    static final LocalDate BORN = LocalDate.parse("2015-05-05");

    static final Agreement OPEN = SampleAgreement.query();
    static final Agreement HIDDEN = SampleAgreement.parse(SampleAgreement.QUERY
            .replace("sample.query", "sample.hidden")
            .replace("visibleToChild: true", "visibleToChild: { withheldUntil: 2027-03-01, ground: An inquiry }"));

    private Logs() {}

    static Used used(Instant time, Event event, String message, Agreement agreement) {
        return new Used(
                time,
                event,
                "",
                message,
                Optional.of(agreement.ref()),
                Optional.of(agreement),
                Optional.of(agreement.client()),
                Optional.of(agreement.provider()),
                List.of("attendance.rate", "child.birthDate"),
                "worker@" + agreement.client(),
                agreement.purpose());
    }

    static Used look(Instant time, String person, String as) {
        return new Used(
                time,
                Event.VIEWED,
                "usage: looked at the child's log",
                "look-" + time + person,
                Optional.empty(),
                Optional.empty(),
                Optional.of(PORTAL),
                Optional.empty(),
                List.of(),
                person + "@" + PORTAL,
                as);
    }

    static Known guardian(Sealing... seals) {
        return new Known(false, true, Optional.of(BORN), List.of(seals));
    }

    static Sealing sealedSince(Instant since) {
        return new Sealing(Seal.SUSPECTED_ABUSER, since);
    }

    static UsagePage page(List<Used> log, Known known) {
        return UsagePage.of(log, MOTHER, known, MAJORITY, UsageQuery.ALL, NOW);
    }

    static byte[] bytes(UsagePage page, String language) {
        UsageJson json =
                new UsageJson(UsageWords.in(language), HUB, system -> system.equals(PORTAL) ? "Citizens' portal" : "");
        return StrictJson.bytes(json.of(page));
    }
}
