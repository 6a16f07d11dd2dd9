package org.emishub.adapters.education.oneroster;

import java.util.Set;

/** The enumerations of OneRoster 1.2 that the hub reads (Rostering Service OpenAPI document: the schemas named beside each). */
final class Words {
    /** {@code status} of every DType. */
    static final Set<String> STATUS = Set.of("active", "tobedeleted");

    /** {@code OrgDType.type}. */
    static final Set<String> ORG_TYPE = Set.of("department", "district", "local", "national", "school", "state");

    /** {@code AcademicSessionDType.type}. */
    static final Set<String> SESSION_TYPE = Set.of("gradingPeriod", "semester", "schoolYear", "term");

    /** {@code ClassDType.classType}. */
    static final Set<String> CLASS_TYPE = Set.of("homeroom", "scheduled");

    /** {@code RoleDType.roleType}. */
    static final Set<String> ROLE_TYPE = Set.of("primary", "secondary");

    /** {@code RoleDType.role}. */
    static final Set<String> ROLE = Set.of(
            "aide",
            "counselor",
            "districtAdministrator",
            "guardian",
            "parent",
            "principal",
            "proctor",
            "relative",
            "siteAdministrator",
            "student",
            "systemAdministrator",
            "teacher");

    /** {@code EnrollmentDType.role}. */
    static final Set<String> ENROLMENT_ROLE = Set.of("administrator", "proctor", "student", "teacher");

    /** {@code DemographicsDType.sex}. */
    static final Set<String> SEX = Set.of("male", "female", "unspecified", "other");

    private Words() {}
}
