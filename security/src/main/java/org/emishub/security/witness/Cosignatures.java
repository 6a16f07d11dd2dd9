package org.emishub.security.witness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;

/** The cosignatures that this hub was given, beside its checkpoints. Table: {@code V105__testimony.sql}. */
public final class Cosignatures {
    private static final String NEWEST = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1";
    private static final String NEWEST_COSIGNED =
            "SELECT note FROM ledger_checkpoint JOIN ledger_cosignature USING (size) "
                    + "WHERE witness = ? ORDER BY size DESC LIMIT 1";
    private static final String NEWEST_OF_ALL =
            "SELECT note FROM ledger_checkpoint WHERE size = (SELECT max(size) FROM ledger_cosignature)";
    private static final String OF_SIZE = "SELECT note FROM ledger_checkpoint WHERE size = ?";
    private static final String LINES = "SELECT line FROM ledger_cosignature WHERE size = ? ORDER BY witness";
    private static final String SIZES = "SELECT max(size) FROM ledger_cosignature WHERE size <= ? GROUP BY witness";
    private static final String INSERT = "INSERT INTO ledger_cosignature (size, witness, line, cosigned_at) "
            + "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final DataSource database;

    public Cosignatures(DataSource database) {
        this.database = database;
    }

    /** The ledger's newest checkpoint, with the cosignatures that it has by now. */
    public Optional<SignedNote> newest() {
        return one(NEWEST).map(this::published);
    }

    /** The newest checkpoint that any witness cosigned. */
    public Optional<SignedNote> newestCosigned() {
        return one(NEWEST_OF_ALL).map(this::published);
    }

    /** The newest checkpoint that this witness cosigned. */
    public Optional<SignedNote> newestCosigned(VerifierKey witness) {
        return one(NEWEST_COSIGNED, witness.toString()).map(this::published);
    }

    /** Sizes of the newest checkpoints, up to a size, that each witness cosigned. */
    public Set<Long> sizes(long upTo) {
        return texts(SIZES, upTo).stream().map(Long::valueOf).collect(Collectors.toSet());
    }

    /** The checkpoint of a size. */
    public Optional<SignedNote> ofSize(long size) {
        return one(OF_SIZE, size).map(this::published);
    }

    /** A checkpoint of this ledger with the cosignatures kept for it, for whoever publishes it or puts it into a pack. */
    public String published(String note) {
        return SignedNote.read(note).map(read -> published(read).toString()).orElse(note);
    }

    private SignedNote published(SignedNote note) {
        List<SignedNote.Line> missing = TreeHead.of(note).stream()
                .flatMap(head -> lines(head.size()).stream())
                .filter(line -> note.lines().stream()
                        .noneMatch(known -> known.toString().equals(line.toString())))
                .toList();
        return note.with(missing);
    }

    /**
     * Keeps a witness's cosignature of a checkpoint of this ledger; the first of each witness stays.
     *
     * @throws IllegalArgumentException when it is not by this witness
     */
    public void keep(SignedNote cosigned, VerifierKey witness) {
        Instant at = Cosignature.at(cosigned, witness)
                .orElseThrow(() -> new IllegalArgumentException("not cosigned by " + witness.name()));
        TreeHead head = TreeHead.of(cosigned).orElseThrow(() -> new IllegalArgumentException("no checkpoint"));
        SignedNote.Line line =
                cosigned.by(witness).stream().reduce((first, last) -> last).orElseThrow();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, head.size());
            insert.setString(2, witness.toString());
            insert.setString(3, line.toString());
            insert.setTimestamp(4, Timestamp.from(at));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    private List<SignedNote.Line> lines(long size) {
        List<SignedNote.Line> lines = new ArrayList<>();
        for (String line : texts(LINES, size)) {
            SignedNote.lines(line).ifPresent(lines::addAll);
        }
        return lines;
    }

    private Optional<SignedNote> one(String sql, Object... parameters) {
        return texts(sql, parameters).stream().findFirst().flatMap(SignedNote::read);
    }

    private List<String> texts(String sql, Object... parameters) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
        return texts;
    }
}
