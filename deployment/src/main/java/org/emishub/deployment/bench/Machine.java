package org.emishub.deployment.bench;

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
import javax.sql.DataSource;

/** What the machine itself can do, one after the other, for figures to be compared with. */
final class Machine {
    private static final int BLOCK = 4_096;

    private Machine() {}

    /** Blocks of 4 KiB appended to a file in the folder and synced, per second. */
    static double syncsPerSecond(Path folder, Duration duration) throws IOException {
        Path file = folder.resolve("sync-rate");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long began = System.nanoTime();
            int syncs = 0;
            while (System.nanoTime() - began < duration.toNanos()) {
                channel.write(ByteBuffer.allocate(BLOCK));
                channel.force(false);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - began);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Rows inserted and committed by one connection, per second. */
    static double commitsPerSecond(DataSource database, Duration duration) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_commit (n bigint)");
            long began = System.nanoTime();
            int commits = 0;
            while (System.nanoTime() - began < duration.toNanos()) {
                statement.execute("insert into bench_commit values (" + commits + ")");
                commits++;
            }
            double rate = commits * 1e9 / (System.nanoTime() - began);
            statement.execute("drop table bench_commit");
            return rate;
        }
    }

    /** How often the database has synced its log; its processes report at most once a second. */
    static long logSyncs(DataSource database) throws SQLException, InterruptedException {
        Thread.sleep(1_200);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select wal_sync from pg_stat_wal")) {
            row.next();
            return row.getLong(1);
        }
    }
}
