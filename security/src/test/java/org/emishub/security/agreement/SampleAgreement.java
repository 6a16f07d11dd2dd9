package org.emishub.security.agreement;

import java.nio.charset.StandardCharsets;

/** A small valid agreement, to be changed a line at a time. */
public final class SampleAgreement {
    public static final String QUERY =
            """
            agreement: sample.query
            version: 2
            country: TJ
            timeZone: Asia/Dushanbe
            title: A sample
            provider: education/emis
            client: social-protection/mis
            exchange: query
            about: attendance
            purpose: Try it out
            purposeOfUse: HPAYMT
            lawfulBasis: public_task
            law: Law on Samples, art. 1
            specialCategory: none
            assessment: DPIA-2026-1
            inForce: 2026-09-01 .. 2027-08-31
            reviewBy: 2027-06-01
            asker: { who: named user, roles: [case worker, supervisor], case: required }
            consent: { needed: false }
            limits: { perDay: 100, perRequest: 10 }
            asks:
              child.id: as is
            discloses:
              child.birthDate: year
              attendance.rate: rounded to 5
            withholds:
              child.familyName: The client already holds it
            visibleToChild: true
            retention: { hub: 24h after receipt, client: 180 days }
            crossBorder: none
            onward: forbidden
            incident: { contact: dpo@education.example, hours: 24 }
            """;

    public static final String STATISTIC = QUERY.replace("sample.query", "sample.statistic")
            .replace("exchange: query", "exchange: statistic\ntable: { threshold: 5 }")
            .replace("named user, roles: [case worker, supervisor], case: required", "organisation")
            .replace("asks:\n  child.id: as is\n", "")
            .replace(
                    "  child.birthDate: year\n  attendance.rate: rounded to 5\n",
                    "  child.id: count\n  child.sex: as is\n");

    private SampleAgreement() {}

    public static Agreement query() {
        return parse(QUERY);
    }

    /** Parses under the file name that its own id asks for. */
    public static Agreement parse(String text) {
        String id = text.lines().findFirst().orElseThrow().replace("agreement: ", "");
        return AgreementFile.parse(id + ".yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The sample query, asked by name, that discloses just these lines and withholds nothing by name. */
    public static Agreement disclosing(String lines) {
        return parse(QUERY.replace("  child.id: as is", "  child.familyName: as is")
                .replace("  child.birthDate: year\n  attendance.rate: rounded to 5\n", lines.indent(2))
                .replace("withholds:\n  child.familyName: The client already holds it\n", "")
                .replace("specialCategory: none", "specialCategory: Law on Samples, art. 9"));
    }
}
