package org.emishub.adapters.socialprotection;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.pseudonym.Pseudonyms;

/** Real disclosures under agreements made for a test. */
public final class Attendance {
    public static final Pseudonyms NO_PSEUDONYMS = (receiver, domain, child) -> {
        throw new AssertionError("no pseudonym was agreed");
    };

    private Attendance() {}

    /** What education holds of Zarina, reduced to what social protection may know; the planted name and address must not be seen anywhere. */
    public static Disclosure disclosure() {
        ChildRecord record = ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1))
                .put("child.id", "8801152345671")
                .put("child.familyName", "PLANTED-Nazarova")
                .put("child.address", "PLANTED-Rudaki 12")
                .put("child.birthDate", LocalDate.of(2015, 3, 9))
                .put("attendance.periodFrom", LocalDate.of(2026, 9, 1))
                .put("attendance.periodTo", LocalDate.of(2026, 9, 30))
                .put("attendance.sessions", 22L)
                .put("attendance.absences", 1L)
                .put("attendance.condition", "met")
                .put("attendance.rate", new BigDecimal("95.45"))
                .build();
        Agreement agreement = agreement(
                "education/emis",
                "social-protection/mis",
                "attendance",
                "child.id: as is",
                "child.birthDate: year",
                "attendance.periodFrom: as is",
                "attendance.periodTo: as is",
                "attendance.condition: answer",
                "attendance.rate: rounded to 5");
        return Disclosure.of(record, agreement, NO_PSEUDONYMS);
    }

    /** What the social registry may be told of a child. */
    public static Disclosure question(Map<String, Object> subject) {
        ChildRecord record = ChildRecord.from("social-protection/casework", LocalDate.of(2026, 10, 1))
                .putAll(subject)
                .build();
        String asks = subject.keySet().stream().map(path -> path + ": as is").collect(Collectors.joining(", "));
        return Disclosure.ofQuestion(
                record,
                agreement(
                        "social-protection/registry",
                        "social-protection/casework",
                        "benefits",
                        asks,
                        "household.size: as is"),
                NO_PSEUDONYMS);
    }

    private static Agreement agreement(String provider, String client, String about, String asks, String... discloses) {
        String text =
                """
                agreement: test.%s
                version: 1
                country: TJ
                timeZone: Asia/Dushanbe
                title: Test
                provider: %s
                client: %s
                exchange: query
                about: %s
                purpose: Decide a grant
                purposeOfUse: HPAYMT
                lawfulBasis: public_task
                law: Law on State Social Assistance, art. 14(2)
                specialCategory: none
                assessment: DPIA-2026-11
                inForce: 2026-09-01 .. 2027-08-31
                reviewBy: 2027-06-01
                asker: { who: named user, roles: [case worker], case: required }
                consent: { needed: false }
                breakGlass: { allowed: false }
                limits: { perDay: 100, perRequest: 10 }
                asks: { %s }
                discloses: { %s }
                visibleToChild: true
                retention: { hub: 24h after receipt, client: 180 days }
                crossBorder: none
                onward: forbidden
                incident: { contact: dpo@example.org, hours: 24 }
                """
                        .formatted(about, provider, client, about, asks, String.join(", ", discloses));
        return AgreementFile.parse("test." + about + ".yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
