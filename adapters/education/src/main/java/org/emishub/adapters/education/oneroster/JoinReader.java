package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.Persons.Enrolled;
import org.emishub.adapters.education.oneroster.Persons.Kind;

/** Reads roles, demographics and enrolments into the columns of {@link Persons}. */
final class JoinReader {
    static final List<String> RELATIONS = List.of("guardian", "parent", "relative");
    static final List<String> SEXES = List.of("male", "female", "unknown");
    static final List<String> STATUSES = List.of("enrolled", "suspended", "left", "transferred", "graduated");
    private static final int ON_THE_ROLL = 2;
    private static final int HOMEROOM = 1;

    private final RowLoop loop;
    private final RegisterCodes codes;
    private final UnmappedCodes unmapped;
    private final References references;
    private final Persons persons;
    private final LocalDate asOf;
    private final Predicate<String> known;
    private final List<String> classIds = new ArrayList<>();
    private final Map<String, Integer> classNumbers = new HashMap<>();

    JoinReader(RowLoop loop, RosterReader.Setting setting, References references, Persons persons) {
        this.loop = loop;
        this.codes = setting.codes();
        this.unmapped = setting.unmapped();
        this.asOf = setting.asOf();
        this.known = setting.known();
        this.references = references;
        this.persons = persons;
        references.classes().keySet().forEach(id -> {
            classNumbers.put(id, classIds.size());
            classIds.add(id);
        });
    }

    void read() throws IOException, PackageRefused {
        IdTable roles = new IdTable();
        loop.each(RosterFile.ROLES, row -> role(row, roles));
        IdTable demographics = new IdTable();
        loop.each(RosterFile.DEMOGRAPHICS, row -> demographics(row, demographics));
        IdTable enrolments = new IdTable();
        loop.each(RosterFile.ENROLLMENTS, row -> enrolment(row, enrolments));
    }

    /** The sourcedId of a class by the number that {@link Enrolled} has. */
    String classId(int number) {
        return classIds.get(number);
    }

    private void role(Row row, IdTable seen) {
        unique(row, seen);
        row.oneOf("roleType", Words.ROLE_TYPE);
        String role = row.oneOf("role", Words.ROLE).orElse("");
        ReferenceReader.refer(row, "orgSourcedId", references.orgs().keySet());
        row.date("beginDate");
        row.date("endDate");
        int person = person(row, "userSourcedId", false);
        if (row.refused()) {
            persons.refusePart(person);
        } else if (!RowLoop.deleted(row) && person != IdTable.ABSENT) {
            persons.kind(person, kind(role), RELATIONS.indexOf(role));
        }
    }

    private static Kind kind(String role) {
        if (role.equals("student")) {
            return Kind.CHILD;
        }
        return RELATIONS.contains(role) ? Kind.GUARDIAN : Kind.STAFF;
    }

    private void demographics(Row row, IdTable seen) {
        unique(row, seen);
        Optional<LocalDate> birth = row.date("birthDate");
        Optional<String> sex =
                row.oneOf("sex", Words.SEX).flatMap(word -> row.code("sex", word, codes.sex(), unmapped));
        int person = person(row, "sourcedId", true);
        if (row.refused()) {
            persons.refusePart(person);
        } else if (RowLoop.deleted(row)) {
            persons.demographics(person, Optional.empty(), -1);
        } else {
            persons.demographics(person, birth, sex.map(SEXES::indexOf).orElse(-1));
        }
    }

    private void enrolment(Row row, IdTable seen) {
        unique(row, seen);
        String role = row.oneOf("role", Words.ENROLMENT_ROLE).orElse("");
        String school = row.text("schoolSourcedId");
        ReferenceReader.refer(row, "schoolSourcedId", references.orgs().keySet());
        Optional<References.SchoolClass> schoolClass =
                Optional.ofNullable(references.classes().get(row.text("classSourcedId")));
        boolean gone = RowLoop.deleted(row);
        if (!gone && schoolClass.filter(c -> c.school().equals(school)).isEmpty()) {
            row.refuse("classSourcedId", RowCode.UNKNOWN_REFERENCE);
        }
        Optional<LocalDate> from = row.date("beginDate");
        Optional<LocalDate> to = row.date("endDate");
        String status = row.code("metadata.emis.status", codes.enrolmentStatus(), unmapped)
                .orElse(to.filter(day -> day.isBefore(asOf)).isPresent() ? "left" : "enrolled");
        int repeated =
                row.bool("metadata.emis.repeated").map(yes -> yes ? 1 : 0).orElse(-1);
        int person = person(row, "userSourcedId", role.equals("student"));
        if (row.refused()) {
            persons.refusePart(person);
        } else if (role.equals("student") && gone) {
            persons.ended
                    .computeIfAbsent(person, p -> new HashMap<>())
                    .put(row.text("classSourcedId"), to.orElse(asOf));
        } else if (role.equals("student")) {
            boolean homeroom =
                    schoolClass.filter(References.SchoolClass::homeroom).isPresent();
            int number = classNumbers.getOrDefault(row.text("classSourcedId"), -1);
            persons.enrol(
                    person, rank(status, homeroom), new Enrolled(number, STATUSES.indexOf(status), from, to, repeated));
        }
    }

    private static int rank(String status, boolean homeroom) {
        boolean onTheRoll = status.equals("enrolled") || status.equals("suspended");
        return (onTheRoll ? ON_THE_ROLL : 0) + (homeroom ? HOMEROOM : 0);
    }

    private static void unique(Row row, IdTable seen) {
        String id = row.text("sourcedId");
        if (!id.isEmpty() && seen.add(id) == IdTable.ABSENT) {
            row.refuse("sourcedId", RowCode.DUPLICATE_ID);
        }
    }

    /** The person's number; a delta may be about somebody who has no row in users.csv. */
    private int person(Row row, String column, boolean mayStray) {
        String id = row.text(column);
        int person = id.isEmpty() ? IdTable.ABSENT : persons.ids.find(id);
        if (person != IdTable.ABSENT || id.isEmpty()) {
            return person;
        }
        if (loop.manifest().mode() == Manifest.Mode.BULK) {
            row.refuse(column, RowCode.UNKNOWN_REFERENCE);
            return IdTable.ABSENT;
        }
        if (!mayStray) {
            return IdTable.ABSENT;
        }
        if (!known.test(id)) {
            row.refuse(column, RowCode.UNKNOWN_REFERENCE);
            return IdTable.ABSENT;
        }
        int stray = persons.ids.add(id);
        persons.strays.put(stray, id);
        return stray;
    }
}
