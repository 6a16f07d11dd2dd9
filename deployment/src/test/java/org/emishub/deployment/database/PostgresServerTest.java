package org.emishub.deployment.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.emishub.deployment.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path folder;

    private static Connection connect(PostgresServer server, String password) throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), password);
    }

    private static String ask(PostgresServer server, String query) throws SQLException {
        try (Connection connection = connect(server, server.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void tell(PostgresServer server, String command) throws SQLException {
        try (Connection connection = connect(server, server.password().reveal());
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    @Test
    void is_durable_asks_for_a_password_and_is_closed_to_others() throws Exception {
        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThatThrownBy(() -> connect(server, "postgres").close()).hasMessageContaining("password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void stops_the_server_a_killed_hub_left_behind_and_keeps_what_was_committed() throws Exception {
        Seeded.programs(folder);
        // Not closed: so stands the server after kill -9 of the hub.
        PostgresServer abandoned = PostgresServer.start(folder);
        tell(abandoned, "create table kept (what text)");
        tell(abandoned, "insert into kept values ('committed')");
        ProcessHandle orphan = ProcessHandle.of(postmaster()).orElseThrow();
        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(postmaster()).isNotEqualTo(orphan.pid());
            assertThat(serving()).as("postmasters on this folder").isEqualTo(1);
            assertThat(ask(server, "select what from kept")).isEqualTo("committed");
        }
    }

    @Test
    void starts_when_the_number_in_the_pid_file_belongs_to_somebody_else_now() throws Exception {
        Seeded.programs(folder);
        PostgresServer.start(folder).close();
        Files.writeString(
                folder.resolve("cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + folder.resolve("cluster") + "\n0\n1\n\n127.0.0.1\n");
        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    private long serving() throws IOException {
        long found = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String command = Files.readString(process.resolve("cmdline"));
                    found += command.contains("-D\0" + folder.resolve("cluster")) && command.contains("postgres")
                            ? 1
                            : 0;
                } catch (IOException e) {
                    // It ended while we looked.
                }
            }
        }
        return found;
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void stops_a_server_that_a_killed_hub_left_behind_and_that_hears_nothing() throws Exception {
        Seeded.programs(folder);
        PostgresServer abandoned = PostgresServer.start(folder);
        tell(abandoned, "create table kept (what text)");
        tell(abandoned, "insert into kept values ('committed')");
        signal("STOP", postmaster());
        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(serving()).isEqualTo(1);
            assertThat(ask(server, "select what from kept")).isEqualTo("committed");
        }
    }

    @Test
    void ends_what_a_killed_postmaster_left_running() throws Exception {
        Seeded.programs(folder);
        PostgresServer killed = PostgresServer.start(folder);
        tell(killed, "create table kept (what text)");
        tell(killed, "insert into kept values ('committed')");
        long postmaster = postmaster();
        List<Long> children = children(postmaster);
        assertThat(children).isNotEmpty();
        // One that is stopped does not notice that its postmaster is gone, and still has the shared memory.
        signal("STOP", children.get(0));
        signal("KILL", postmaster);
        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(ask(server, "select what from kept")).isEqualTo("committed");
            assertThat(children(postmaster())).doesNotContainAnyElementsOf(children);
        }
    }

    @Test
    void keeps_its_port_and_checks_its_pages() throws Exception {
        Seeded.programs(folder);
        PostgresServer first = PostgresServer.start(folder);
        int port = java.net.URI.create(first.url().substring("jdbc:".length())).getPort();
        first.close();
        try (PostgresServer server = PostgresServer.start(folder, port)) {
            assertThat(server.url()).isEqualTo(first.url());
            assertThat(ask(server, "show data_checksums")).isEqualTo("on");
            assertThat(server.postmaster().map(ProcessHandle::pid)).contains(postmaster());
        }
        assertThat(first.postmaster()).isEmpty();
    }
}
