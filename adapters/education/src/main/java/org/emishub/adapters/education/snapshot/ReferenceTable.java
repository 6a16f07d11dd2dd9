package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.emishub.adapters.education.oneroster.References;
import tools.jackson.databind.json.JsonMapper;

/** Keeps schools, school years, courses and classes of a generation for the deltas after it. */
final class ReferenceTable {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String INSERT =
            "insert into education_reference (generation, kind, id, body) values (?, ?, ?, ?)";
    private static final int BATCH = 1_000;

    private ReferenceTable() {}

    static References load(Connection connection, long generation) throws SQLException {
        References references = References.none();
        try (PreparedStatement select =
                connection.prepareStatement("select kind, id, body from education_reference where generation = ?")) {
            select.setLong(1, generation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    put(references, row.getString(1), row.getString(2), row.getString(3));
                }
            }
        }
        return references;
    }

    private static void put(References references, String kind, String id, String body) {
        switch (kind) {
            case "org" -> references.orgs().put(id, MAPPER.readValue(body, References.Org.class));
            case "year" -> references.schoolYears().put(id, body);
            case "course" -> references.courses().add(id);
            default -> references.classes().put(id, MAPPER.readValue(body, References.SchoolClass.class));
        }
    }

    /** Puts what is known now in the place of what was known of the generation. */
    static void save(Connection connection, long generation, References references) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from education_reference where generation = ?")) {
            delete.setLong(1, generation);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int waiting = 0;
            for (Map.Entry<String, References.Org> org : references.orgs().entrySet()) {
                waiting = add(
                        insert, waiting, generation, "org", org.getKey(), MAPPER.writeValueAsString(org.getValue()));
            }
            for (Map.Entry<String, String> year : references.schoolYears().entrySet()) {
                waiting = add(insert, waiting, generation, "year", year.getKey(), year.getValue());
            }
            for (String course : references.courses()) {
                waiting = add(insert, waiting, generation, "course", course, "");
            }
            for (Map.Entry<String, References.SchoolClass> c :
                    references.classes().entrySet()) {
                waiting =
                        add(insert, waiting, generation, "class", c.getKey(), MAPPER.writeValueAsString(c.getValue()));
            }
            insert.executeBatch();
        }
    }

    private static int add(PreparedStatement insert, int waiting, long generation, String kind, String id, String body)
            throws SQLException {
        insert.setLong(1, generation);
        insert.setString(2, kind);
        insert.setString(3, id);
        insert.setString(4, body);
        insert.addBatch();
        if (waiting + 1 < BATCH) {
            return waiting + 1;
        }
        insert.executeBatch();
        return 0;
    }
}
