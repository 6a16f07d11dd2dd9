package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.emishub.security.refusal.Code;

/** Counts refusals of callers nobody knows, so that a flood of them makes one entry per source, code and minute. */
public final class RefusedCallers {
    private static final int LONGEST_SOURCE = 80;
    private static final String COUNT =
            """
            insert into refused_caller as r (source, code, minute, count) values (?, ?, ?, 1)
            on conflict (source, code, minute) do update set count = r.count + 1 returning count""";

    private RefusedCallers() {}

    /** Counts one; true when it is the first of its minute and has to be entered. */
    public static boolean first(Connection connection, String source, Code code, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            upsert.setString(1, named(source));
            upsert.setString(2, code.name());
            upsert.setTimestamp(3, Timestamp.from(now.truncatedTo(ChronoUnit.MINUTES)));
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return row.getLong(1) == 1;
            }
        }
    }

    /** A source as it may be kept: printable ASCII, at most 80 characters. */
    public static String named(String source) {
        String plain = source.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.substring(0, Math.min(LONGEST_SOURCE, plain.length()));
    }
}
