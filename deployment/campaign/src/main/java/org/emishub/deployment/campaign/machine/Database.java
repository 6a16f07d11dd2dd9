package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.deployment.database.PostgresServer;

/**
 * A PostgreSQL as a process of its own, made and set up as the hub makes its own.
 *
 * @param folder holds the cluster, the programs and the password
 * @param port where it listens, however often it is started
 */
public record Database(Path folder, int port) {
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"");
    private static final String USER = "hub";

    /** Makes it, and leaves it stopped. */
    public static Database make(Path folder, int port) {
        // The hub's own way to one, so that what is tried is what is shipped: options, checksums, authentication.
        PostgresServer.start(folder).close();
        return new Database(folder, port);
    }

    /** How it is started in the foreground: as the hub started it, on a port that stays and with room for two nodes. */
    public Program program(Path log) {
        try {
            String started =
                    Files.readString(cluster().resolve("postmaster.opts")).strip();
            List<String> command = new ArrayList<>(Shell.isRoot() ? List.of("unshare", "-U") : List.of());
            command.add(started.substring(0, started.indexOf(" \"")));
            Matcher arguments = ARGUMENT.matcher(started);
            while (arguments.find()) {
                command.add(arguments.group(1));
            }
            command.set(command.indexOf("-p") + 1, Integer.toString(port));
            command.addAll(List.of("-c", "max_connections=80", "-c", "max_wal_size=128MB", "-c", "wal_init_zero=on"));
            return new Program("database", command, Map.of(), log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the database was not made in " + folder, e);
        }
    }

    public Path cluster() {
        return folder.resolve("cluster");
    }

    public Path passwordFile() {
        return folder.resolve("password");
    }

    public String user() {
        return USER;
    }

    /** The address of one of its databases, through a port that leads to it. */
    public static String url(int port, String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** The address of one of its databases, without a detour. */
    public String url(String name) {
        return url(port, name);
    }

    /** A new connection. */
    public Connection connect(String name) throws SQLException {
        try {
            return DriverManager.getConnection(
                    url(name) + "?connectTimeout=2&socketTimeout=20",
                    USER,
                    Files.readString(passwordFile()).strip());
        } catch (IOException e) {
            throw new SQLException("the password cannot be read", e);
        }
    }

    /** Makes a database of its own in it. */
    public void create(String name) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    /** Whether it answers queries. */
    public boolean accepts() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }
}
