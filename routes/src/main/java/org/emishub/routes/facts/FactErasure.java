package org.emishub.routes.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;

/** Deletes facts about one child: by its own hash where the row's key is of more than the child, else by each key that it can have. */
record FactErasure(FactKeys keys, Supplier<Agreements> agreements) {
    /** Tables whose keys are of more than the child. */
    private static final List<String> BY_CHILD = List.of("caseload", "guardianship", "population");
    /** That somebody looked without a case still has to be reviewed: of whom stands sealed under the destroyed key alone. */
    private static final String BROKEN = "update break_glass set key = '', child = null where child = ?";

    Map<String, Integer> erase(Connection connection, String child) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        for (String table : BY_CHILD) {
            String hash = keys.childIn(table, child);
            counts.put(table, FactBook.update(connection, "delete from " + table + " where child = ?", hash));
        }
        counts.put("break_glass", FactBook.update(connection, BROKEN, keys.childIn("break-glass", child)));
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
