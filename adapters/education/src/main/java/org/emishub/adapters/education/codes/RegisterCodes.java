package org.emishub.adapters.education.codes;

import org.emishub.mappings.codes.CodeMap;

/** The school register's code maps: OneRoster's own words where it has a list, the register's codes where it has none. */
public record RegisterCodes(
        CodeMap sex,
        CodeMap grade,
        CodeMap enrolmentStatus,
        CodeMap language,
        CodeMap country,
        CodeMap district,
        CodeMap attendanceReason,
        CodeMap supportKind,
        CodeMap guardianRelation) {
    /** The maps shipped with the adapter, for the system that sends the codes ({@code organisation/system}). */
    public static RegisterCodes of(String system) {
        return new RegisterCodes(
                load(system, "sex", "sex"),
                load(system, "grade", "grade"),
                load(system, "enrolment-status", "enrolment-status"),
                load(system, "language", "language"),
                load(system, "country", "country"),
                load(system, "district", "subdivision"),
                load(system, "attendance-reason", "attendance-reason"),
                load(system, "support-kind", "support-kind"),
                load(system, "guardian-relation", "guardian-relation"));
    }

    private static CodeMap load(String system, String map, String list) {
        return CodeMap.load(RegisterCodes.class, map + ".csv", system, list);
    }
}
