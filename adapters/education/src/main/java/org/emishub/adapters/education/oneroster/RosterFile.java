package org.emishub.adapters.education.oneroster;

import java.util.List;
import java.util.Set;
import org.emishub.adapters.education.csv.Shape;

/**
 * The files of a OneRoster package that the hub reads, with the columns of 1EdTech's <em>OneRoster: CSV Binding 1.2.1</em> (Final Release, document version 5, 22
 * August 2023, <a href="https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv">imsglobal.org/spec/oneroster/v1p2/bind/csv</a>), in its order; enumerations
 * are those of the OneRoster 1.2 Rostering Service OpenAPI document. Columns of the form {@code metadata.*} may follow, as the binding allows; those that the hub
 * reads are listed in the README.
 */
@SuppressWarnings("ImmutableEnumChecker") // A shape copies its lists.
public enum RosterFile {
    /** CSV Binding 1.2.1, table of {@code manifest.csv}: which files there are, and whether each is {@code bulk}, {@code delta} or {@code absent}. */
    MANIFEST("manifest.csv", List.of("propertyName", "value"), Set.of("propertyName")),

    /** CSV Binding 1.2.1, table of {@code academicSessions.csv}. */
    ACADEMIC_SESSIONS(
            "academicSessions.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "title",
                    "type",
                    "startDate",
                    "endDate",
                    "parentSourcedId",
                    "schoolYear"),
            Set.of("sourcedId", "title", "type", "startDate", "endDate", "schoolYear")),

    /** CSV Binding 1.2.1, table of {@code orgs.csv}. */
    ORGS(
            "orgs.csv",
            List.of("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"),
            Set.of("sourcedId", "name", "type")),

    /** CSV Binding 1.2.1, table of {@code courses.csv}. */
    COURSES(
            "courses.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "schoolYearSourcedId",
                    "title",
                    "courseCode",
                    "grades",
                    "orgSourcedId",
                    "subjects",
                    "subjectCodes"),
            Set.of("sourcedId", "title", "orgSourcedId")),

    /** CSV Binding 1.2.1, table of {@code classes.csv}. */
    CLASSES(
            "classes.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "title",
                    "grades",
                    "courseSourcedId",
                    "classCode",
                    "classType",
                    "location",
                    "schoolSourcedId",
                    "termSourcedIds",
                    "subjects",
                    "subjectCodes",
                    "periods"),
            Set.of("sourcedId", "title", "courseSourcedId", "classType", "schoolSourcedId", "termSourcedIds")),

    /** CSV Binding 1.2.1, table of {@code users.csv}: children, guardians and staff. */
    USERS(
            "users.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "enabledUser",
                    "username",
                    "userIds",
                    "givenName",
                    "familyName",
                    "middleName",
                    "identifier",
                    "email",
                    "sms",
                    "phone",
                    "agentSourcedIds",
                    "grades",
                    "password",
                    "userMasterIdentifier",
                    "resourceSourcedIds",
                    "preferredGivenName",
                    "preferredMiddleName",
                    "preferredFamilyName",
                    "primaryOrgSourcedId",
                    "pronouns"),
            Set.of("sourcedId", "enabledUser", "username", "givenName", "familyName")),

    /** CSV Binding 1.2.1, table of {@code demographics.csv}; its {@code sourcedId} is the user's. */
    DEMOGRAPHICS(
            "demographics.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "birthDate",
                    "sex",
                    "americanIndianOrAlaskaNative",
                    "asian",
                    "blackOrAfricanAmerican",
                    "nativeHawaiianOrOtherPacificIslander",
                    "white",
                    "demographicRaceTwoOrMoreRaces",
                    "hispanicOrLatinoEthnicity",
                    "countryOfBirthCode",
                    "stateOfBirthAbbreviation",
                    "cityOfBirth",
                    "publicSchoolResidenceStatus"),
            Set.of("sourcedId")),

    /** CSV Binding 1.2.1, table of {@code roles.csv} (new in 1.2): what a user is, and where. */
    ROLES(
            "roles.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "userSourcedId",
                    "roleType",
                    "role",
                    "beginDate",
                    "endDate",
                    "orgSourcedId",
                    "userProfileSourcedId"),
            Set.of("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId")),

    /** CSV Binding 1.2.1, table of {@code enrollments.csv}. */
    ENROLLMENTS(
            "enrollments.csv",
            List.of(
                    "sourcedId",
                    "status",
                    "dateLastModified",
                    "classSourcedId",
                    "schoolSourcedId",
                    "userSourcedId",
                    "role",
                    "primary",
                    "beginDate",
                    "endDate"),
            Set.of("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"));

    private final Shape shape;

    RosterFile(String file, List<String> columns, Set<String> required) {
        this.shape = new Shape(file, columns, required, columns.get(0).equals("sourcedId") ? "metadata." : "");
    }

    /** The file's name in the package. */
    public String fileName() {
        return shape.file();
    }

    /** The name by which the manifest declares it: {@code file.users} of {@code users.csv}. */
    String property() {
        return "file." + fileName().substring(0, fileName().length() - ".csv".length());
    }

    public Shape shape() {
        return shape;
    }
}
