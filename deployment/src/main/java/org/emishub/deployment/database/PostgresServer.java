package org.emishub.deployment.database;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.deployment.supervision.Supervised;

/**
 * A real PostgreSQL on the loopback, run by the hub on a folder of its own.
 *
 * <p>Its folder is never cleaned, never served by two postmasters, and what was committed survives a loss of power.
 */
public final class PostgresServer implements Supervised, AutoCloseable {
    /** Said on the command line, where nothing overrides it. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "24MB"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("wal_level", "minimal"),
            Map.entry("jit", "off"),
            Map.entry("log_parameter_max_length", "0"),
            Map.entry("log_parameter_max_length_on_error", "0"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"));

    private static final String USER = "hub";

    private final Commands commands;
    private final Path cluster;
    private final Secret password;
    private final int port;

    private PostgresServer(Commands commands, Path cluster, Secret password, int port) {
        this.commands = commands;
        this.cluster = cluster;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts it, making its folder on first use and stopping a server that an earlier hub left behind on it.
     *
     * @throws IllegalStateException saying what the operator can do, when it cannot be started
     */
    public static PostgresServer start(Path folder) {
        try {
            return start(folder, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port for PostgreSQL", e);
        }
    }

    /** The same on a port that stays the same, for hubs that reach it by {@code database.url}. */
    public static PostgresServer start(Path folder, int port) {
        try {
            PrivateFiles.folder(folder);
            Commands commands = new Commands(PostgresBinaries.unpackedIn(folder), LinuxUtils.isUnshareAvailable());
            Path cluster = folder.resolve("cluster");
            Secret password = PrivateFiles.password(folder.resolve("password"));
            if (!Files.isDirectory(cluster)) {
                initialise(commands, folder, cluster);
            }
            PostgresServer server = new PostgresServer(commands, cluster, password, port);
            server.begin();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started in " + folder, e);
        }
    }

    private void begin() throws IOException {
        Orphan.stopOn(cluster);
        commands.run(
                "pg_ctl",
                "-D",
                cluster.toString(),
                "-l",
                cluster.resolveSibling("log").toString(),
                "-w",
                "-t",
                "60",
                "-o",
                options(port),
                "start");
    }

    @Override
    public String name() {
        return "the hub's own PostgreSQL";
    }

    /** A postmaster that lives starts its servers again by itself. */
    @Override
    public boolean works() {
        return postmaster().isPresent();
    }

    @Override
    public void restart() {
        try {
            begin();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started again in " + cluster, e);
        }
    }

    private static void initialise(Commands commands, Path folder, Path cluster) throws IOException {
        Path work = Files.createTempDirectory(folder, "new-cluster");
        commands.run(
                "initdb",
                "--pgdata=" + work,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--data-checksums",
                "--pwfile=" + folder.resolve("password"),
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C");
        Files.move(work, cluster);
    }

    private static String options(int port) {
        return Stream.concat(
                        Stream.of("-p " + port),
                        SETTINGS.entrySet().stream().map(s -> "-c " + s.getKey() + "=" + s.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public Secret password() {
        return password;
    }

    /** The process that answers for it; empty when it is gone. */
    public Optional<ProcessHandle> postmaster() {
        try {
            return Orphan.postmasterOf(cluster);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Stops it in order; what is running is rolled back, what was committed stays. */
    @Override
    public void close() {
        commands.run("pg_ctl", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "60", "stop");
    }

    /** PostgreSQL's own programs; as root they run in a user namespace, because PostgreSQL refuses to be root. */
    private record Commands(Path home, boolean inNamespace) {
        void run(String program, String... arguments) {
            String path = home.resolve("bin").resolve(program).toString();
            List<String> prefix = inNamespace ? List.of("unshare", "-U", path) : List.of(path);
            List<String> command =
                    Stream.concat(prefix.stream(), Stream.of(arguments)).toList();
            try {
                // Into a file: postgres inherits the stream and would keep a pipe open for as long as it runs.
                Path output = Files.createTempFile("hub-" + program, ".log");
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                int exit = process.waitFor();
                String said = Files.readString(output).strip();
                Files.delete(output);
                if (exit != 0) {
                    throw new IllegalStateException("PostgreSQL's " + program + " failed: " + said + " " + hint(said));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run " + program, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while running " + program, e);
            }
        }

        private static String hint(String said) {
            return said.contains("root")
                    ? "Run the hub as an ordinary user, allow user namespaces, or set database.url to a PostgreSQL that runs."
                    : "See the file log in the database folder, or set database.url to a PostgreSQL that runs.";
        }
    }
}
