package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.References.Org;
import org.emishub.adapters.education.oneroster.References.SchoolClass;

/** Reads orgs, academic sessions, courses and classes into what was known before (nothing, for a bulk package). */
final class ReferenceReader {
    private final RowLoop loop;
    private final RegisterCodes codes;
    private final UnmappedCodes unmapped;
    private final References known;

    ReferenceReader(RowLoop loop, RegisterCodes codes, UnmappedCodes unmapped, References known) {
        this.loop = loop;
        this.codes = codes;
        this.unmapped = unmapped;
        this.known = known;
    }

    References read() throws IOException, PackageRefused {
        Map<String, Long> orgLines = new HashMap<>();
        Set<String> seen = new HashSet<>();
        loop.each(RosterFile.ORGS, row -> org(row, seen, orgLines));
        refuseOrphans(orgLines);
        seen.clear();
        loop.each(RosterFile.ACADEMIC_SESSIONS, row -> session(row, seen));
        seen.clear();
        loop.each(RosterFile.COURSES, row -> course(row, seen));
        seen.clear();
        loop.each(RosterFile.CLASSES, row -> schoolClass(row, seen));
        return known;
    }

    private void org(Row row, Set<String> seen, Map<String, Long> lines) {
        String id = id(row, seen);
        String type = row.oneOf("type", Words.ORG_TYPE).orElse("");
        String column = row.find("metadata.emis.district").isPresent() || type.equals("school")
                ? "metadata.emis.district"
                : "identifier";
        String district = row.code(column, codes.district(), unmapped).orElse("");
        take(row, id, known.orgs(), new Org(row.text("name"), type, district, row.text("parentSourcedId")));
        if (known.orgs().containsKey(id)) {
            lines.put(id, row.line());
        }
    }

    /** Parents may stand below their children in the file, so they are looked for when all of it was read. */
    private void refuseOrphans(Map<String, Long> lines) {
        List<String> orphans;
        do {
            orphans = lines.keySet().stream().filter(this::isOrphan).toList();
            for (String id : orphans) {
                known.orgs().remove(id);
                String file = RosterFile.ORGS.fileName();
                loop.errors().add(file, lines.getOrDefault(id, 0L), "parentSourcedId", RowCode.UNKNOWN_REFERENCE);
                loop.tally().add(file, -1, 1);
            }
        } while (!orphans.isEmpty());
    }

    private boolean isOrphan(String id) {
        Org org = known.orgs().get(id);
        return org != null && !org.parent().isEmpty() && !known.orgs().containsKey(org.parent());
    }

    private void session(Row row, Set<String> seen) {
        String id = id(row, seen);
        row.oneOf("type", Words.SESSION_TYPE);
        row.date("startDate");
        row.date("endDate");
        String schoolYear = "";
        if (row.text("schoolYear").matches("(19|20)[0-9]{2}")) {
            int ends = Integer.parseInt(row.text("schoolYear"));
            schoolYear = (ends - 1) + "/" + ends;
        } else if (row.find("schoolYear").isPresent()) {
            row.refuse("schoolYear", RowCode.BAD_DATE);
        }
        take(row, id, known.schoolYears(), schoolYear);
    }

    private void course(Row row, Set<String> seen) {
        String id = id(row, seen);
        refer(row, "orgSourcedId", known.orgs().keySet());
        refer(row, "schoolYearSourcedId", known.schoolYears().keySet());
        if (!row.refused() && RowLoop.deleted(row)) {
            known.courses().remove(id);
        } else if (!row.refused()) {
            known.courses().add(id);
        }
    }

    private void schoolClass(Row row, Set<String> seen) {
        String id = id(row, seen);
        String type = row.oneOf("classType", Words.CLASS_TYPE).orElse("");
        refer(row, "courseSourcedId", known.courses());
        refer(row, "schoolSourcedId", known.orgs().keySet());
        List<String> terms = list(row.text("termSourcedIds"));
        if (!known.schoolYears().keySet().containsAll(terms)) {
            row.refuse("termSourcedIds", RowCode.UNKNOWN_REFERENCE);
        }
        SchoolClass schoolClass = new SchoolClass(
                row.text("title"),
                type.equals("homeroom"),
                row.text("schoolSourcedId"),
                grade(row, codes, unmapped).orElse(""),
                terms.stream().findFirst().map(known.schoolYears()::get).orElse(""),
                row.code("metadata.emis.language", codes.language(), unmapped).orElse(""),
                row.number("metadata.emis.shift", 4).orElse(0));
        take(row, id, known.classes(), schoolClass);
    }

    /** The one grade of {@code grades}; a class of several grades has none. */
    static Optional<String> grade(Row row, RegisterCodes codes, UnmappedCodes unmapped) {
        List<String> grades = list(row.text("grades"));
        Function<String, Optional<String>> code = grade -> row.code("grades", grade, codes.grade(), unmapped);
        return grades.size() == 1 ? code.apply(grades.get(0)) : Optional.empty();
    }

    /** A list as the binding writes it: values with commas between them in one quoted cell. */
    static List<String> list(String cell) {
        return cell.isEmpty()
                ? List.of()
                : List.of(cell.split(",", -1)).stream()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
    }

    static void refer(Row row, String column, Set<String> known) {
        if (row.find(column).isPresent() && !known.contains(row.text(column))) {
            row.refuse(column, RowCode.UNKNOWN_REFERENCE);
        }
    }

    private static String id(Row row, Set<String> seen) {
        String id = row.text("sourcedId");
        if (!id.isEmpty() && !seen.add(id)) {
            row.refuse("sourcedId", RowCode.DUPLICATE_ID);
        }
        return id;
    }

    private static <T> void take(Row row, String id, Map<String, T> into, T value) {
        if (row.refused()) {
            return;
        }
        if (RowLoop.deleted(row)) {
            into.remove(id);
        } else {
            into.put(id, value);
        }
    }
}
