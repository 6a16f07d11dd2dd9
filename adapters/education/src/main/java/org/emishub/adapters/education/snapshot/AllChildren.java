package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.emishub.security.vault.ChildVault;

/** Goes through every child of the snapshot, a few rows at a time; the stream must be closed. */
final class AllChildren extends Spliterators.AbstractSpliterator<StoredChild> {
    private static final int FETCH = 500;
    private static final String SELECT =
            """
            select c.child, c.sealed from education_child c
            join education_current g on g.generation = c.generation where g.provider = ?""";

    private final ResultSet rows;
    private final ChildVault vault;

    private AllChildren(ResultSet rows, ChildVault vault) {
        super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.rows = rows;
        this.vault = vault;
    }

    static Stream<StoredChild> stream(DataSource dataSource, ChildVault vault, String provider) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                // Without auto-commit the driver fetches a few rows at a time instead of all.
                connection.setAutoCommit(false);
                PreparedStatement select = connection.prepareStatement(SELECT);
                select.setFetchSize(FETCH);
                select.setString(1, provider);
                AllChildren children = new AllChildren(select.executeQuery(), vault);
                return StreamSupport.stream(children, false).onClose(() -> close(connection));
            } catch (SQLException e) {
                close(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }

    private static void close(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super StoredChild> action) {
        try {
            while (rows.next()) {
                Optional<StoredChild> child = open(rows.getObject(1, UUID.class), rows.getBytes(2));
                if (child.isPresent()) {
                    action.accept(child.get());
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }

    /** A child that was erased is passed over: what is left of its row says nothing. */
    private Optional<StoredChild> open(UUID child, byte[] sealed) {
        try {
            return Optional.of(StoredJson.child(vault.open(SealedRow.context(child), sealed)));
        } catch (ChildVault.KeyDestroyed e) {
            return Optional.empty();
        }
    }
}
