package org.emishub.routes.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** Writes facts: what changes and the entry that says who changed it are one commit. */
final class FactBook {
    private final Ledger ledger;
    private final ChildVault vault;
    private final Clock clock;

    FactBook(Ledger ledger, ChildVault vault, Clock clock) {
        this.ledger = ledger;
        this.vault = vault;
        this.clock = clock;
    }

    /** Writes rows; false when there was nothing to change, which is no entry. */
    @FunctionalInterface
    interface Change {
        boolean on(Connection connection) throws SQLException;
    }

    /**
     * What the entry says.
     *
     * @param rule what happened, in words that name nobody
     * @param side the child, who changed it, and what the auditor with the child's key may read
     */
    record Entry(Event event, Optional<Agreement> agreement, String rule, Side side) {}

    Instant now() {
        return clock.instant();
    }

    /** True when it was a change. */
    boolean change(Entry entry, Change change) {
        return ledger.commit((connection, appender) -> {
            boolean changed = change.on(connection);
            if (changed) {
                enter(appender, entry);
            }
            return changed;
        });
    }

    static void enter(Appender appender, Entry entry) {
        appender.append(new EntryDraft(
                entry.event(),
                UUID.randomUUID().toString(),
                entry.agreement().map(Agreement::ref),
                "OK",
                entry.rule(),
                entry.agreement().map(Agreement::provider),
                entry.agreement().map(Agreement::client),
                List.of(),
                0,
                "",
                entry.side()));
    }

    /** Seals what a person may read again, under the child's key of this year. */
    byte[] seal(Connection connection, String child, String context, byte[] plain) throws SQLException {
        return vault.seal(connection, child, now().atZone(ZoneOffset.UTC).getYear(), context, plain);
    }

    /** Runs one statement; how many rows it changed. */
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof Instant at ? Timestamp.from(at) : values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
