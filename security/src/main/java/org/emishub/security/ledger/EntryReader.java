package org.emishub.security.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.node.ObjectNode;

/** Reads entries back, for those who look: what anybody may read, and the side of whom the vault still has the key of. */
public final class EntryReader {
    /**
     * How far the time of an entry may lie before that of an earlier one: nodes have clocks of their own, and one may be set back. What a clock entered that was off
     * by more may be left out of what is asked for by time; never out of the ledger, nor out of a child's log.
     */
    public static final Duration CLOCKS = Duration.ofHours(1);

    private static final int FETCH = 1_000;
    static final String COLUMNS = "select sequence, leaf, leaf_hash, side from ledger_entry ";

    private final DataSource database;
    private final ChildVault vault;

    public EntryReader(DataSource database, ChildVault vault) {
        this.database = database;
        this.vault = vault;
    }

    public Optional<Entry> find(long sequence) {
        Entry[] found = new Entry[1];
        read("where sequence = ?", entry -> found[0] = entry, sequence);
        return Optional.ofNullable(found[0]);
    }

    /** Hands out the entries from a sequence on, oldest first, as of one moment. */
    public void forEach(long from, Consumer<Entry> onEntry) {
        forEach(from, Long.MAX_VALUE, onEntry);
    }

    /** The same up to and without a sequence. */
    public void forEach(long from, long end, Consumer<Entry> onEntry) {
        read("where sequence >= ? and sequence < ? order by sequence", onEntry, from, end);
    }

    /** A sequence before which no entry is of that moment or later, as far as clocks keep to {@link #CLOCKS}; some from it on may be earlier. */
    public long firstSince(Instant moment) {
        return search(moment.minus(CLOCKS));
    }

    /** A sequence from which on no entry is of before that moment, as far as clocks keep to {@link #CLOCKS}; some before it may be later. */
    public long firstAfter(Instant moment) {
        return search(moment.plus(CLOCKS));
    }

    /** Some place where an entry of before the moment is followed by one that is not. */
    private long search(Instant moment) {
        long low = 0;
        long high = size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            boolean before =
                    find(middle).filter(entry -> entry.time().isBefore(moment)).isPresent();
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low;
    }

    private long size() {
        try (Connection connection = database.getConnection()) {
            return new LedgerTables(connection).head().size();
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    private void read(String where, Consumer<Entry> onEntry, long... sequences) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(COLUMNS + where)) {
                select.setFetchSize(FETCH);
                for (int i = 0; i < sequences.length; i++) {
                    select.setLong(i + 1, sequences[i]);
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        onEntry.accept(Entry.of(row(rows)));
                    }
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    /** A row of {@link #COLUMNS}. */
    static LedgerTables.Row row(ResultSet rows) throws SQLException {
        return new LedgerTables.Row(rows.getLong(1), rows.getBytes(2), rows.getBytes(3), rows.getBytes(4));
    }

    /**
     * Opens the personal side.
     *
     * @throws ChildVault.KeyDestroyed when the child's key of that year was destroyed
     * @throws SecurityException when it was altered, or is not the side of this leaf
     */
    public Side side(Entry entry) {
        ObjectNode side = opened(entry);
        Set<String> signs = new HashSet<>();
        side.path("signs").forEach(sign -> signs.add(sign.asString("")));
        return new Side(
                side.path("child").asString(""),
                side.path("actor").asString(""),
                side.path("note").asString(""),
                side.path("decision") instanceof ObjectNode decision ? Optional.of(decision) : Optional.empty(),
                signs);
    }

    /**
     * The personal side as it was sealed.
     *
     * @throws ChildVault.KeyDestroyed when the child's key of that year was destroyed
     * @throws SecurityException when it was altered, or is not what the leaf commits to
     */
    public ObjectNode opened(Entry entry) {
        return opened(vault, entry.sequence(), entry.leaf(), entry.side());
    }

    static ObjectNode opened(ChildVault vault, long sequence, ObjectNode leaf, byte[] sealed) {
        byte[] plain = vault.open(Leaves.context(sequence), sealed);
        ObjectNode side = object(plain);
        byte[] salt = HexFormat.of().parseHex(side.path("salt").asString(""));
        boolean whole = leaf.path("version").asInt(1) < 2
                || committed(leaf, "side", salt, new String(plain, StandardCharsets.UTF_8));
        if (!whole
                || !committed(leaf, "child", salt, side.path("child").asString(""))
                || !committed(leaf, "actor", salt, side.path("actor").asString(""))) {
            throw new SecurityException("the side names others than the leaf commits to");
        }
        return side;
    }

    /**
     * All entries about a child, oldest first, by their chain; from the oldest whose key was not destroyed.
     *
     * @throws SecurityException when one is missing, was altered or is of another child
     */
    public List<Entry> ofChild(String child) {
        return new ChildChain(this, vault, database).of(child);
    }

    private static boolean committed(ObjectNode leaf, String label, byte[] salt, String value) {
        return leaf.path(label).asString("").equals(Leaves.commitment(salt, label, value));
    }

    private static ObjectNode object(byte[] plain) {
        try {
            return StrictJson.object(plain);
        } catch (NotWellFormed e) {
            throw new SecurityException("the side is not one", e);
        }
    }
}
