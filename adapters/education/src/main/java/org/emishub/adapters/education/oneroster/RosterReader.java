package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.Persons.Enrolled;
import org.emishub.adapters.education.oneroster.Persons.Kind;
import org.emishub.adapters.education.oneroster.References.SchoolClass;

/**
 * Reads a package and hands on each child once.
 *
 * <p>users.csv is read three times: for the identifiers, for the guardians, and, once the other files are joined, for the children. A child any of whose rows was
 * refused is refused whole.
 */
public final class RosterReader {
    /** Takes the children one by one. */
    @FunctionalInterface
    public interface Children<E extends Exception> {
        void take(RosterChild child) throws E;
    }

    /**
     * What a package was read with.
     *
     * @param known is a sourcedId that of a child the register delivered before (only asked for a delta)
     * @param before what earlier packages said of schools and classes ({@link References#none()} for a bulk package); changed by reading
     */
    public record Setting(
            RegisterCodes codes,
            LocalDate asOf,
            Predicate<String> known,
            References before,
            RowErrors errors,
            UnmappedCodes unmapped) {}

    private final RowLoop loop;
    private final Setting setting;
    private final Persons persons = new Persons();
    private final References references;
    private final JoinReader join;
    private final PersonTranslator translator;

    private RosterReader(RowLoop loop, Setting setting) throws IOException, PackageRefused {
        this.loop = loop;
        this.setting = setting;
        this.references = new ReferenceReader(loop, setting.codes(), setting.unmapped(), setting.before()).read();
        this.join = new JoinReader(loop, setting, references, persons);
        this.translator = new PersonTranslator(setting.codes(), setting.unmapped());
    }

    /**
     * Reads the whole package.
     *
     * @return the verdicts on its rows
     * @throws PackageRefused when a file cannot be read at all; children handed on until then must not be kept
     */
    public static <E extends Exception> Tally read(
            PackageFiles files, Manifest manifest, Setting setting, Children<E> children)
            throws IOException, PackageRefused, E {
        RowLoop loop = new RowLoop(files, manifest, setting.errors(), new Tally());
        RosterReader reader = new RosterReader(loop, setting);
        reader.number();
        reader.join.read();
        reader.markNeeded();
        reader.collectGuardians();
        reader.handOn(children);
        return loop.tally();
    }

    private void number() throws IOException, PackageRefused {
        loop.eachSilently(RosterFile.USERS, row -> row.find("sourcedId").ifPresent(persons.ids::add));
    }

    /** A delta's guardian counts only with its child, and needs no new role. */
    private void markNeeded() throws IOException, PackageRefused {
        if (isBulk()) {
            return;
        }
        loop.eachSilently(RosterFile.USERS, row -> ReferenceReader.list(row.text("agentSourcedIds")).stream()
                .map(persons.ids::find)
                .filter(guardian -> guardian != IdTable.ABSENT)
                .forEach(persons::need));
    }

    private boolean isBulk() {
        return loop.manifest().mode() == Manifest.Mode.BULK;
    }

    private void collectGuardians() throws IOException, PackageRefused {
        PersonTranslator silent = new PersonTranslator(setting.codes(), code -> {});
        IdTable seen = new IdTable();
        loop.eachSilently(RosterFile.USERS, row -> {
            int person = person(row, seen);
            if (person != IdTable.ABSENT && kindOf(row, person) == Kind.GUARDIAN && !RowLoop.deleted(row)) {
                String text = guardian(row, person, silent);
                if (row.refused()) {
                    persons.refusePart(person);
                } else {
                    persons.guardian(person, text);
                }
            }
        });
    }

    private String guardian(Row row, int person, PersonTranslator by) {
        row.bool("enabledUser");
        int relation = persons.relation(person);
        return by.guardian(row, relation < 0 ? Optional.empty() : Optional.of(JoinReader.RELATIONS.get(relation)));
    }

    private <E extends Exception> void handOn(Children<E> children) throws IOException, PackageRefused, E {
        IdTable seen = new IdTable();
        loop.<E>each(RosterFile.USERS, row -> {
            int person = person(row, seen);
            if (person == IdTable.ABSENT) {
                return;
            }
            switch (kindOf(row, person)) {
                case CHILD -> {
                    Optional<RosterChild> child = child(row, person);
                    if (child.isPresent()) {
                        children.take(child.get());
                    }
                }
                case GUARDIAN -> checkGuardian(row, person);
                case STAFF -> row.bool("enabledUser");
                case UNKNOWN -> row.refuse("", RowCode.NO_ROLE);
            }
        });
        for (Map.Entry<Integer, String> stray : persons.strays.entrySet()) {
            Optional<RosterChild> child = stray(stray.getKey(), stray.getValue());
            if (child.isPresent()) {
                children.take(child.get());
            }
        }
    }

    private void checkGuardian(Row row, int person) {
        guardian(row, person, translator);
        if (!isBulk() && !RowLoop.deleted(row) && !persons.needed(person)) {
            row.refuse("", RowCode.NO_CHILD);
        }
    }

    /** In a delta somebody may come without a role: a guardian when a child of the package says so, a child when we know them as one. */
    private Kind kindOf(Row row, int person) {
        Kind kind = persons.kind(person);
        if (kind != Kind.UNKNOWN || isBulk()) {
            return kind;
        }
        if (persons.needed(person)) {
            return Kind.GUARDIAN;
        }
        return setting.known().test(row.text("sourcedId")) ? Kind.CHILD : kind;
    }

    /** The person's number; a second row of the same person is refused. */
    private int person(Row row, IdTable seen) {
        String id = row.text("sourcedId");
        if (id.isEmpty()) {
            return IdTable.ABSENT;
        }
        if (seen.add(id) == IdTable.ABSENT) {
            row.refuse("sourcedId", RowCode.DUPLICATE_ID);
            return IdTable.ABSENT;
        }
        return persons.ids.find(id);
    }

    private Optional<RosterChild> child(Row row, int person) {
        row.bool("enabledUser");
        if (RowLoop.deleted(row)) {
            return row.refused() ? Optional.empty() : Optional.of(deleted(row.text("sourcedId")));
        }
        Map<String, Object> values = translator.child(row);
        Optional<String> grade = ReferenceReader.grade(row, setting.codes(), setting.unmapped());
        List<String> agents = ReferenceReader.list(row.text("agentSourcedIds"));
        Map<String, Map<String, Object>> guardians = guardians(row, agents);
        if (persons.partRefused(person)) {
            row.refuse("", RowCode.PART_REFUSED);
        }
        if (row.refused()) {
            return Optional.empty();
        }
        return Optional.of(new RosterChild(
                row.text("sourcedId"),
                false,
                Optional.of(values),
                demographics(person),
                persons.enrolled(person).map(enrolled -> enrolment(enrolled, grade)),
                persons.ended.getOrDefault(person, Map.of()),
                Optional.of(agents),
                guardians));
    }

    private static RosterChild deleted(String id) {
        return new RosterChild(
                id, true, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Map.of());
    }

    /** Rows of other files about a child whose row in users.csv has not changed. */
    private Optional<RosterChild> stray(int person, String id) {
        if (persons.partRefused(person)) {
            return Optional.empty();
        }
        return Optional.of(new RosterChild(
                id,
                false,
                Optional.empty(),
                demographics(person),
                persons.enrolled(person).map(enrolled -> enrolment(enrolled, Optional.empty())),
                persons.ended.getOrDefault(person, Map.of()),
                Optional.empty(),
                Map.of()));
    }

    private Map<String, Map<String, Object>> guardians(Row row, List<String> agents) {
        Map<String, Map<String, Object>> guardians = new LinkedHashMap<>();
        for (String agent : agents) {
            int person = persons.ids.find(agent);
            Optional<String> text = person == IdTable.ABSENT ? Optional.empty() : persons.guardian(person);
            if (text.isPresent()) {
                guardians.put(agent, PersonTranslator.unpack(text.get()));
            } else if (isBulk() || person != IdTable.ABSENT) {
                row.refuse("agentSourcedIds", RowCode.UNKNOWN_REFERENCE);
            }
        }
        return guardians;
    }

    private Optional<Map<String, Object>> demographics(int person) {
        if (!persons.hasDemographics(person)) {
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        PersonTranslator.put(values, "child.birthDate", persons.birth(person));
        if (persons.sex(person) >= 0) {
            values.put("child.sex", JoinReader.SEXES.get(persons.sex(person)));
        }
        return Optional.of(values);
    }

    private RosterChild.Enrolment enrolment(Enrolled enrolled, Optional<String> ownGrade) {
        String id = join.classId(enrolled.schoolClass());
        SchoolClass schoolClass = references.classes().get(id);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("enrolment.status", JoinReader.STATUSES.get(enrolled.status()));
        PersonTranslator.put(values, "enrolment.from", enrolled.from());
        PersonTranslator.put(values, "enrolment.to", enrolled.to());
        if (enrolled.repeated() >= 0) {
            values.put("enrolment.repeated", enrolled.repeated() == 1);
        }
        ownGrade.ifPresent(grade -> values.put("enrolment.grade", grade));
        if (schoolClass != null) {
            school(schoolClass, values);
        }
        return new RosterChild.Enrolment(id, values);
    }

    private void school(SchoolClass schoolClass, Map<String, Object> values) {
        values.put("enrolment.schoolId", schoolClass.school());
        Optional.ofNullable(references.orgs().get(schoolClass.school()))
                .ifPresent(org -> values.put("enrolment.schoolName", org.name()));
        PersonTranslator.put(values, "enrolment.district", references.districtOf(schoolClass.school()));
        values.put("enrolment.className", schoolClass.title());
        if (!values.containsKey("enrolment.grade")) {
            PersonTranslator.put(values, "enrolment.grade", nonEmpty(schoolClass.grade()));
        }
        PersonTranslator.put(values, "enrolment.schoolYear", nonEmpty(schoolClass.schoolYear()));
        PersonTranslator.put(values, "enrolment.language", nonEmpty(schoolClass.language()));
        if (schoolClass.shift() > 0) {
            values.put("enrolment.shift", schoolClass.shift());
        }
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
