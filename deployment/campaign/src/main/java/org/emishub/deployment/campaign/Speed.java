package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.emishub.deployment.campaign.machine.Database;

/** What the machine does in a second when nobody else asks anything of it. */
final class Speed {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
    private static final int PAGE = 8192;

    private Speed() {}

    private interface Work {
        void once() throws IOException, SQLException;
    }

    /** Pages written and synced one after the other. */
    static double fsync(Path folder) throws IOException, SQLException {
        Path file = folder.resolve("speed");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return perSecond(() -> {
                channel.write(ByteBuffer.allocate(PAGE));
                channel.force(false);
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Rows committed one after the other. */
    static double commit(Database database) throws IOException, SQLException {
        try (Connection connection = database.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table speed (n bigint)");
            try {
                return perSecond(() -> statement.execute("insert into speed values (1)"));
            } finally {
                statement.execute("drop table speed");
            }
        }
    }

    private static double perSecond(Work work) throws IOException, SQLException {
        long begin = System.nanoTime();
        long end = begin + LONG_ENOUGH.toNanos();
        int done = 0;
        while (System.nanoTime() < end) {
            work.once();
            done++;
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    /** One number from the database. */
    static long number(Database database, String schema, String query) throws SQLException {
        try (Connection connection = database.connect(schema);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
