package org.emishub.deployment.campaign.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How many entries the hub's ledger has now; read-only, one connection. */
final class Head implements AutoCloseable {
    private static final long REST_NANOS = 500_000_000L;

    private final String url;
    private final Properties properties = new Properties();
    private @Nullable Connection open;
    private long failedAt = System.nanoTime() - REST_NANOS;

    Head(String url, String user, String password) {
        this.url = url;
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("socketTimeout", "2");
        properties.setProperty("readOnly", "true");
    }

    /** Null when the database is away. */
    synchronized @Nullable Long size() {
        if (url.isEmpty() || System.nanoTime() - failedAt < REST_NANOS) {
            return null;
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            boolean fresh = open == null;
            try {
                return read();
            } catch (SQLException e) {
                close();
                if (fresh) {
                    break;
                }
            }
        }
        failedAt = System.nanoTime();
        return null;
    }

    private @Nullable Long read() throws SQLException {
        Connection connection = open;
        if (connection == null) {
            connection = DriverManager.getConnection(url, properties);
            open = connection;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select size from ledger_head")) {
            return row.next() ? Long.valueOf(row.getLong(1)) : null;
        }
    }

    @Override
    public void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // It was broken; that is why it is closed.
        } finally {
            open = null;
        }
    }
}
