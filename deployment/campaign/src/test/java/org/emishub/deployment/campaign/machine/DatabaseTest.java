package org.emishub.deployment.campaign.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's PostgreSQL as a process of its own: what it committed is there after a kill, a full disk and a power cut. */
class DatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void what_was_committed_survives_kill_full_disk_and_power_cut() throws Exception {
        try (Disk disk = Disk.make(folder.resolve("disk"), folder.resolve("workshop"), 400)) {
            Database database = Database.make(
                    disk.folder().resolve("database"), Ports.free(1).get(0));
            Shell.run("sync");
            try (Supervised process = new Supervised(database.program(folder.resolve("log")), database::accepts)) {
                process.up();
                assertThat(process.awaitAccepting(PATIENCE)).isTrue();
                database.create("one");
                execute(database, "create table kept (n int)");
                execute(database, "insert into kept values (1)");
                process.kill();
                assertThat(process.awaitAccepting(PATIENCE)).as("after kill -9").isTrue();
                execute(database, "insert into kept values (2)");
                fill(disk, process);
                cut(disk, process, database);
                assertThat(sum(database)).isEqualTo(3);
            }
        }
    }

    private static void fill(Disk disk, Supervised process) throws IOException, InterruptedException {
        if (disk.skipped().stream().anyMatch(s -> s.startsWith("full"))) {
            return;
        }
        disk.fill(0);
        process.kill();
        Thread.sleep(1000);
        disk.free();
        assertThat(process.awaitAccepting(PATIENCE)).as("after a full disk").isTrue();
    }

    private static void cut(Disk disk, Supervised process, Database database) throws Exception {
        if (!disk.skipped().isEmpty()) {
            return;
        }
        disk.cutPower();
        process.down();
        disk.restorePower();
        process.up();
        assertThat(process.awaitAccepting(PATIENCE)).as("after a power cut").isTrue();
        assertThat(database.accepts()).isTrue();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect("one");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int sum(Database database) throws SQLException {
        try (Connection connection = database.connect("one");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sum(n) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
