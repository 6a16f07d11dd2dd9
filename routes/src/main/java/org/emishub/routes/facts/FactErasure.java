package org.emishub.routes.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;

/** Deletes facts about one child: by its own hash where the row's key is of more than the child, else by each key that it can have. */
record FactErasure(FactKeys keys, Supplier<Agreements> agreements) {
    /** The kinds, and by which name each table's hash of the child goes. */
    private static final Map<String, String> BY_CHILD = Map.of(
            "caseload",
            "caseload",
            "guardianship",
            "guardianship",
            "break_glass",
            "break-glass",
            "population",
            "population");

    Map<String, Integer> erase(Connection connection, String child) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Map.Entry<String, String> table : BY_CHILD.entrySet()) {
            int rows = FactBook.update(
                    connection,
                    "delete from " + table.getKey() + " where child = ?",
                    keys.childIn(table.getValue(), child));
            counts.put(table.getKey(), rows);
        }
        int consents = 0;
        for (String agreement : everAgreed(connection)) {
            consents +=
                    FactBook.update(connection, "delete from consent where key = ?", keys.consent(child, agreement));
        }
        counts.put("consent", consents);
        counts.put(
                "birth_date",
                FactBook.update(connection, "delete from birth_date where key = ?", keys.birthDate(child)));
        return counts;
    }

    private Set<String> everAgreed(Connection connection) throws SQLException {
        Set<String> ids = new TreeSet<>();
        agreements.get().all().stream().map(Agreement::id).forEach(ids::add);
        try (PreparedStatement select = connection.prepareStatement("select distinct agreement from agreement_bundle");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }
}
