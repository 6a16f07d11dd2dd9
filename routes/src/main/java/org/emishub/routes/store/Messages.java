package org.emishub.routes.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What an operator may see of messages on their way: everything but their payload. */
public final class Messages {
    private static final String NEWEST = " order by created_at desc, id limit ?";

    private final DataSource dataSource;

    public Messages(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The newest letters first, at most {@code most}; only those in {@code state} when one is given. */
    public List<Letter> list(Letter.@Nullable State state, int most) throws SQLException {
        String where = state == null ? "" : " where state = ?";
        List<Letter> letters = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select " + Outbox.COLUMNS + " from outbox" + where + NEWEST)) {
            if (state != null) {
                select.setString(1, state.name());
            }
            select.setInt(state == null ? 1 : 2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    letters.add(Outbox.letter(row));
                }
            }
        }
        return letters;
    }

    public Optional<Letter> show(UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new Outbox().find(connection, id);
        }
    }
}
