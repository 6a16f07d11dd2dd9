package org.emishub.adapters.education.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emishub.adapters.education.simulator.EmisSchool.EmisClass;
import org.emishub.adapters.education.simulator.EmisStudent.Guardian;
import org.emishub.adapters.education.simulator.EmisStudent.Name;

/** Writes OneRoster 1.2 packages while streaming: students are asked for once per file and never collected. */
public final class OneRosterWriter {
    private static final String FILES = "academicSessions,categories,classes,classResources,courses,courseResources,"
            + "demographics,enrollments,lineItemLearningObjectiveIds,lineItems,lineItemScoreScales,orgs,resources,"
            + "resultLearningObjectiveIds,results,resultScoreScales,roles,scoreScales,userProfiles,userResources,users";
    private static final Set<String> WRITTEN =
            Set.of("academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "roles", "users");
    private static final Set<String> PERSONS = Set.of("demographics", "enrollments", "roles", "users");
    private static final String COUNTRY = "org-country";
    private static final String TERM = "session-year";
    private static final String NO = "";

    private final int schoolYear;
    private final String timestamp;

    /**
     * @param schoolYear the year in which it ends
     * @param timestamp of the changes, {@code 2026-10-01T00:00:00Z}
     */
    public OneRosterWriter(int schoolYear, String timestamp) {
        this.schoolYear = schoolYear;
        this.timestamp = timestamp;
    }

    /**
     * Writes all there is.
     *
     * @return how many data rows the package has, the manifest's not counted
     */
    public long writeBulk(
            OutputStream out, Supplier<Stream<EmisSchool>> schools, Supplier<Stream<EmisStudent>> students)
            throws IOException {
        Zip zip = new Zip(new ZipOutputStream(out), "");
        zip.manifest("bulk", WRITTEN);
        zip.references(schools);
        zip.persons(students, List.of());
        return zip.finish();
    }

    /**
     * Writes what has changed.
     *
     * @param students those that are new or have changed
     * @param gone ids of those that are no longer in the register
     * @return how many data rows the package has
     */
    public long writeDelta(OutputStream out, Supplier<Stream<EmisStudent>> students, List<String> gone)
            throws IOException {
        Zip zip = new Zip(new ZipOutputStream(out), "active");
        boolean changed;
        try (Stream<EmisStudent> any = students.get()) {
            changed = any.findAny().isPresent();
        }
        zip.manifest("delta", changed ? PERSONS : Set.of("users", "roles"));
        if (changed) {
            zip.persons(students, gone);
        } else {
            zip.users(students, gone);
            zip.roles(students, gone);
        }
        return zip.finish();
    }

    /** One zip being written. */
    private final class Zip {
        private final ZipOutputStream zip;
        private final String status;
        private final String modified;
        private long rows;

        Zip(ZipOutputStream zip, String status) {
            this.zip = zip;
            this.status = status;
            this.modified = status.isEmpty() ? NO : timestamp;
        }

        private void file(String name, String header, Consumer<CsvOut> content) throws IOException {
            zip.putNextEntry(new ZipEntry(name + ".csv"));
            Writer writer = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8), 1 << 16);
            CsvOut csv = new CsvOut(writer, header);
            content.accept(csv);
            writer.flush();
            zip.closeEntry();
            rows += name.equals("manifest") ? 0 : csv.rows();
        }

        void manifest(String mode, Set<String> present) throws IOException {
            file("manifest", "propertyName,value", csv -> {
                csv.write("manifest.version", "1.0");
                csv.write("oneroster.version", "1.2");
                for (String file : FILES.split(",", -1)) {
                    csv.write("file." + file, present.contains(file) ? mode : "absent");
                }
                csv.write("source.systemName", "EMIS simulator");
                csv.write("source.systemCode", "emis");
            });
        }

        void references(Supplier<Stream<EmisSchool>> schools) throws IOException {
            file(
                    "academicSessions",
                    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
                    csv -> csv.write(
                            TERM,
                            status,
                            modified,
                            (schoolYear - 1) + "/" + schoolYear,
                            "schoolYear",
                            (schoolYear - 1) + "-09-01",
                            schoolYear + "-08-31",
                            NO,
                            schoolYear));
            file(
                    "orgs",
                    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,metadata.emis.district",
                    csv -> orgs(csv, schools));
            file(
                    "courses",
                    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
                    csv -> courses(csv, schools));
            file(
                    "classes",
                    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
                            + "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods,metadata.emis.language,metadata.emis.shift",
                    csv -> classes(csv, schools));
        }

        private void orgs(CsvOut csv, Supplier<Stream<EmisSchool>> schools) {
            csv.write(COUNTRY, status, modified, "Ministry of Education", "national", NO, NO, NO);
            Set<String> districts = new HashSet<>();
            each(schools, school -> {
                if (districts.add(school.district())) {
                    csv.write(
                            "org-" + school.district(),
                            status,
                            modified,
                            school.district(),
                            "district",
                            school.district(),
                            COUNTRY,
                            NO);
                }
                csv.write(school.id(), status, modified, school.name(), "school", NO, "org-" + school.district(), NO);
            });
        }

        private void courses(CsvOut csv, Supplier<Stream<EmisSchool>> schools) {
            Set<String> grades = new HashSet<>();
            each(schools, school -> school.classes().forEach(c -> {
                if (grades.add(c.grade())) {
                    csv.write(
                            "course-" + c.grade(),
                            status,
                            modified,
                            TERM,
                            "Grade " + c.grade(),
                            NO,
                            c.grade(),
                            COUNTRY,
                            NO,
                            NO);
                }
            }));
        }

        private void classes(CsvOut csv, Supplier<Stream<EmisSchool>> schools) {
            each(schools, school -> {
                for (EmisClass c : school.classes()) {
                    csv.write(
                            c.id(),
                            status,
                            modified,
                            c.title(),
                            c.grade(),
                            "course-" + c.grade(),
                            NO,
                            "homeroom",
                            NO,
                            school.id(),
                            TERM,
                            NO,
                            NO,
                            NO,
                            c.language(),
                            c.shift());
                }
            });
        }

        void persons(Supplier<Stream<EmisStudent>> students, List<String> gone) throws IOException {
            users(students, gone);
            file(
                    "demographics",
                    "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
                            + "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
                            + "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus",
                    csv -> each(
                            students,
                            s -> csv.write(
                                    s.id(),
                                    status,
                                    modified,
                                    s.birthDate(),
                                    s.sex(),
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO,
                                    NO)));
            roles(students, gone);
            file(
                    "enrollments",
                    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
                            + "beginDate,endDate,metadata.emis.status,metadata.emis.repeated",
                    csv -> each(students, s -> enrolment(csv, s)));
        }

        private void enrolment(CsvOut csv, EmisStudent s) {
            if (!s.classId().isEmpty()) {
                csv.write(
                        "enr-" + s.id() + "-" + s.classId(),
                        status,
                        modified,
                        s.classId(),
                        s.schoolId(),
                        s.id(),
                        "student",
                        NO,
                        s.enrolledFrom(),
                        s.enrolledTo(),
                        s.status(),
                        s.repeated());
            }
        }

        void users(Supplier<Stream<EmisStudent>> students, List<String> gone) throws IOException {
            file(
                    "users",
                    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
                            + "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,"
                            + "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns,"
                            + "metadata.emis.familyNameLatin,metadata.emis.givenNameLatin,metadata.emis.nationality,"
                            + "metadata.emis.language,metadata.emis.district,metadata.emis.address,metadata.emis.sealed,"
                            + "metadata.emis.relation,metadata.emis.supportNeeded,metadata.emis.supportKind,metadata.emis.supportFrom,"
                            + "metadata.emis.supportTo,metadata.emis.supportAssistant,metadata.emis.supportTransport",
                    csv -> {
                        Set<String> written = new HashSet<>();
                        each(students, s -> {
                            for (Guardian guardian : s.guardians()) {
                                if (written.add(guardian.id())) {
                                    guardian(csv, guardian);
                                }
                            }
                            student(csv, s);
                        });
                        gone.forEach(id -> gone(csv, id));
                    });
        }

        private void student(CsvOut csv, EmisStudent s) {
            Name name = s.name();
            String agents = s.guardians().stream().map(Guardian::id).collect(Collectors.joining(","));
            EmisStudent.Support support = s.support();
            csv.write(
                    s.id(),
                    status,
                    modified,
                    true,
                    s.id(),
                    NO,
                    name.given(),
                    name.family(),
                    name.patronymic(),
                    s.number(),
                    NO,
                    NO,
                    s.phone(),
                    agents,
                    s.grade(),
                    NO,
                    s.nationalId(),
                    NO,
                    NO,
                    NO,
                    NO,
                    s.schoolId(),
                    NO,
                    name.familyLatin(),
                    name.givenLatin(),
                    s.nationality(),
                    s.language(),
                    s.district(),
                    s.address(),
                    s.sealed() ? "true" : NO,
                    NO,
                    support.needed(),
                    support.kind(),
                    support.from(),
                    support.to(),
                    support.assistant() ? "true" : NO,
                    support.transport() ? "true" : NO);
        }

        private void guardian(CsvOut csv, Guardian g) {
            Name name = g.name();
            csv.write(
                    g.id(),
                    status,
                    modified,
                    false,
                    g.id(),
                    NO,
                    name.given(),
                    name.family(),
                    name.patronymic(),
                    NO,
                    NO,
                    NO,
                    g.phone(),
                    NO,
                    NO,
                    NO,
                    g.nationalId(),
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    name.familyLatin(),
                    name.givenLatin(),
                    NO,
                    g.language(),
                    NO,
                    NO,
                    NO,
                    g.relation(),
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO);
        }

        private void gone(CsvOut csv, String id) {
            csv.write(
                    id,
                    "tobedeleted",
                    timestamp,
                    false,
                    id,
                    NO,
                    "-",
                    "-",
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO,
                    NO);
        }

        void roles(Supplier<Stream<EmisStudent>> students, List<String> gone) throws IOException {
            file(
                    "roles",
                    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
                    csv -> {
                        Set<String> written = new HashSet<>();
                        each(students, s -> {
                            role(csv, status, modified, s.id(), "student", s.schoolId());
                            for (Guardian guardian : s.guardians()) {
                                if (written.add(guardian.id())) {
                                    role(csv, status, modified, guardian.id(), "guardian", s.schoolId());
                                }
                            }
                        });
                        gone.forEach(id -> role(csv, "tobedeleted", timestamp, id, "student", COUNTRY));
                    });
        }

        private void role(CsvOut csv, String state, String time, String user, String role, String org) {
            csv.write("role-" + user, state, time, user, "primary", role, NO, NO, org.isEmpty() ? COUNTRY : org, NO);
        }

        long finish() throws IOException {
            zip.finish();
            return rows;
        }
    }

    private static <T> void each(Supplier<Stream<T>> source, Consumer<T> use) {
        try (Stream<T> all = source.get()) {
            all.forEachOrdered(use);
        }
    }
}
