package org.emishub.deployment.sandbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the public halves of ledger entries. */
public final class LedgerReader {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final DataSource database;

    public LedgerReader(DataSource database) {
        this.database = database;
    }

    /** How many entries there are. */
    public long size() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select size from ledger_head");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be read", e);
        }
    }

    /** The entries from a sequence number on, oldest first. */
    public List<LedgerEntry> since(long sequence) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select sequence, leaf from ledger_entry where sequence >= ? order by sequence")) {
            select.setLong(1, sequence);
            try (ResultSet rows = select.executeQuery()) {
                List<LedgerEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows.getLong(1), rows.getBytes(2)));
                }
                return entries;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be read", e);
        }
    }

    private static LedgerEntry entry(long sequence, byte[] leaf) {
        JsonNode json = MAPPER.readTree(new String(leaf, StandardCharsets.UTF_8));
        return new LedgerEntry(
                sequence,
                json.path("event").asString(""),
                json.path("agreement").path("id").asString(""),
                json.path("code").asString(""),
                json.path("rule").asString(""),
                json.path("provider").asString(""),
                json.path("client").asString(""),
                json.path("fields").valueStream().map(JsonNode::asString).toList(),
                json.path("withheld").asInt(0));
    }
}
