package org.emishub.adapters.education.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.emishub.adapters.education.attendance.AttendanceReader;
import org.emishub.adapters.education.attendance.AttendanceRow;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.IdTable;
import org.emishub.adapters.education.oneroster.Tally;
import org.emishub.security.vault.ChildVault;

/** Puts a term's attendance in the place of what was delivered of it before, in one transaction. */
final class AttendanceLoad implements AttendanceReader.Months<SQLException> {
    private static final int BATCH = 500;
    private static final String INSERT =
            """
            insert into education_attendance (provider, term, as_of, child, month, sealed)
            select ?, ?, ?, r.* from unnest(?::uuid[], ?::date[], ?::bytea[]) r
            on conflict (provider, child, month) do update set term = excluded.term, as_of = excluded.as_of, sealed = excluded.sealed""";

    private final Session session;
    private final Sealer sealer;
    private final ChildTable children;
    private final String provider;
    private final LocalDate asOf;
    private final List<AttendanceRow> waiting = new ArrayList<>(BATCH);
    private final IdTable seen = new IdTable();
    private String term = "";

    AttendanceLoad(Session session, Sealer sealer, ChildTable children, String provider, LocalDate asOf) {
        this.session = session;
        this.sealer = sealer;
        this.children = children;
        this.provider = provider;
        this.asOf = asOf;
    }

    Tally load(InputStream in, RegisterCodes codes, Verdicts errors, UnmappedCodes unmapped, long packageNumber)
            throws IOException, PackageRefused, SQLException {
        Tally tally = AttendanceReader.<SQLException>read(in, codes, errors, unmapped, this);
        PackageTable.loaded(session.rows(), packageNumber, tally, errors);
        session.rows().commit();
        return tally;
    }

    /** What sealed bytes of a month are, bound into them. */
    static String context(UUID child, LocalDate month) {
        return "education/attendance/" + child + "/" + month;
    }

    @Override
    public void term(String name) throws SQLException {
        term = name;
        try (PreparedStatement delete =
                session.rows().prepareStatement("delete from education_attendance where provider = ? and term = ?")) {
            delete.setString(1, provider);
            delete.setString(2, term);
            delete.executeUpdate();
        }
    }

    @Override
    public void take(AttendanceRow row) throws SQLException {
        if (seen.add(row.sourcedId() + "\n" + row.month()) == IdTable.ABSENT) {
            row.row().refuse("studentSourcedId", RowCode.DUPLICATE_ID);
            return;
        }
        waiting.add(row);
        if (waiting.size() == BATCH) {
            end();
        }
    }

    @Override
    public void end() throws SQLException {
        Map<String, String> subjects = subjects();
        Map<Integer, List<AttendanceRow>> byYear = new LinkedHashMap<>();
        for (AttendanceRow row : waiting) {
            if (subjects.containsKey(row.sourcedId())) {
                byYear.computeIfAbsent(row.month().getYear(), year -> new ArrayList<>())
                        .add(row);
            } else {
                row.row().refuse("studentSourcedId", RowCode.UNKNOWN_REFERENCE);
            }
        }
        for (Map.Entry<Integer, List<AttendanceRow>> year : byYear.entrySet()) {
            put(year.getKey(), year.getValue(), subjects);
        }
        waiting.clear();
    }

    /** Under whose key each known child's data is sealed. */
    private Map<String, String> subjects() throws SQLException {
        Map<UUID, String> ids = new HashMap<>();
        waiting.forEach(row -> ids.put(sealer.blinds().child(row.sourcedId()), row.sourcedId()));
        Map<String, String> subjects = new HashMap<>();
        children.find(ids.keySet())
                .forEach((hash, held) -> subjects.put(
                        ids.getOrDefault(hash, ""), sealer.open(held).subject()));
        return subjects;
    }

    private void put(int year, List<AttendanceRow> rows, Map<String, String> subjects) throws SQLException {
        List<ChildVault.Plain> plains = new ArrayList<>();
        for (AttendanceRow row : rows) {
            UUID child = sealer.blinds().attendance(row.sourcedId());
            plains.add(new ChildVault.Plain(
                    subjects.getOrDefault(row.sourcedId(), ""),
                    context(child, row.month().atDay(1)),
                    StoredJson.bytes(row.values())));
        }
        List<byte[]> sealed = sealer.vault().sealAll(sealer.keys(), year, plains);
        sealer.keys().commit();
        try (PreparedStatement insert = session.rows().prepareStatement(INSERT)) {
            insert.setString(1, provider);
            insert.setString(2, term);
            insert.setObject(3, asOf);
            insert.setArray(
                    4, array("uuid", rows.stream().map(row -> sealer.blinds().attendance(row.sourcedId()))));
            insert.setArray(
                    5,
                    array("date", rows.stream().map(row -> row.month().atDay(1).toString())));
            insert.setArray(6, session.rows().createArrayOf("bytea", sealed.toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return session.rows().createArrayOf(type, values.toArray());
    }
}
