package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.emishub.deployment.RunningHub;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Opened;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;
import org.emishub.security.vault.FileChildVault;

/** Opens every sealed column of a hub's database with all the keys that the hub has: what whoever stole everything could read. */
final class Openable {
    /** Of each column: the statement that gives its bytes and the context they are bound to. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("ledger_entry.side", "select side, 'ledger side ' || sequence from ledger_entry");
        COLUMNS.put("education_child.sealed", "select sealed, 'education/child/' || child from education_child");
        COLUMNS.put(
                "education_attendance.sealed",
                "select sealed, 'education/attendance/' || child || '/' || month from education_attendance");
        COLUMNS.put("birth_date.sealed", "select sealed, 'birth date' from birth_date");
        COLUMNS.put("consent.evidence", "select evidence, 'consent evidence' from consent");
        COLUMNS.put("break_glass.sealed", "select sealed, 'break-glass' from break_glass");
        COLUMNS.put(
                "inbox.ciphertext",
                "select ciphertext, 'inbox/' || sender || '/' || message_id from inbox where length(ciphertext) > 0");
        COLUMNS.put(
                "inbox.answer",
                "select answer, 'answer/' || sender || '/' || message_id from inbox where length(answer) > 0");
        COLUMNS.put(
                "inbox.sealed_receipt",
                "select sealed_receipt, 'receipt/' || sender || '/' || message_id from inbox where sealed_receipt is not null");
        COLUMNS.put("outbox.payload", "select payload, 'outbox/' || id from outbox where payload is not null");
        COLUMNS.put("outbox.receipt", "select receipt, 'receipt/' || id from outbox where receipt is not null");
        COLUMNS.put("unmapped_code.sealed", "select sealed, 'unmapped code' from unmapped_code");
        COLUMNS.put("erasure.sealed", "select sealed, 'erasure/' || id from erasure where sealed is not null");
    }

    private final DataSource database;
    private final ChildVault vault;
    private final AtRest atRest;
    private final Envelopes envelopes;

    Openable(RunningHub hub) {
        this.database = hub.part(DataSource.class);
        this.vault = hub.part(FileChildVault.class);
        this.atRest = hub.part(AtRest.class);
        this.envelopes = hub.part(Envelopes.class);
    }

    /** What could be opened, by column. */
    Map<String, byte[]> all() throws SQLException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
                ByteArrayOutputStream plain = new ByteArrayOutputStream();
                try (ResultSet row = statement.executeQuery(column.getValue())) {
                    while (row.next()) {
                        plain.writeBytes(opened(row.getString(2), row.getBytes(1)));
                        plain.write('\n');
                    }
                }
                all.put(column.getKey(), plain.toByteArray());
            }
        }
        return all;
    }

    private byte[] opened(String context, byte[] sealed) {
        try {
            return vault.open(context, sealed);
        } catch (ChildVault.KeyDestroyed e) {
            return new byte[0];
        } catch (SecurityException e) {
            return atRest(context, sealed);
        }
    }

    private byte[] atRest(String context, byte[] sealed) {
        try {
            return atRest.open(context, sealed);
        } catch (SecurityException e) {
            return envelopes.reopen(sealed) instanceof Outcome.Ok<Opened> ok
                    ? ok.value().message().content().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)
                    : new byte[0];
        }
    }

    /** Every table as {@code pg_dump} would write it, by COPY: the programs that travel with the hub have no pg_dump. */
    static String dump(DataSource database) throws Exception {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            org.postgresql.copy.CopyManager copy =
                    connection.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
            for (String table : tables(statement)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                copy.copyOut("copy " + table + " to stdout", out);
                dump.append("-- ").append(table).append('\n').append(out.toString(ISO_8859_1));
            }
        }
        return dump.toString();
    }

    static java.util.List<String> tables(Statement statement) throws SQLException {
        java.util.List<String> tables = new java.util.ArrayList<>();
        try (ResultSet row = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public' order by 1")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }
}
