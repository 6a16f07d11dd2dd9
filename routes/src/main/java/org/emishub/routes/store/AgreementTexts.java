package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Which text of each agreement was entered last, so that of several nodes one enters a change. */
public final class AgreementTexts {
    private static final String CHANGE =
            """
            insert into agreement_text as t (agreement, bundle_hash) values (?, ?)
            on conflict (agreement) do update set bundle_hash = excluded.bundle_hash
            where t.bundle_hash <> excluded.bundle_hash""";

    private static final String NOTE =
            "insert into agreement_text (agreement, bundle_hash) values (?, ?) on conflict do nothing";

    private AgreementTexts() {}

    /** Notes the text of an agreement of which none was noted yet. */
    public static void note(Connection connection, String agreement, String bundleHash) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            insert.setString(1, agreement);
            insert.setString(2, bundleHash);
            insert.executeUpdate();
        }
    }

    /** Notes a text in the caller's transaction; true when it is not the one noted before. */
    public static boolean first(Connection connection, String agreement, String bundleHash) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(CHANGE)) {
            upsert.setString(1, agreement);
            upsert.setString(2, bundleHash);
            return upsert.executeUpdate() == 1;
        }
    }
}
