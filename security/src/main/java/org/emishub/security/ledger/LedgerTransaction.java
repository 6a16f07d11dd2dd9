package org.emishub.security.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One transaction that several units of work share: their entries get their places here and are written at its end. */
final class LedgerTransaction {
    private final Connection connection;
    private final Frontier head;
    private final Leaves leaves;
    private final ChainHeads chains;
    private final InstantSource clock;
    private final List<LedgerTables.Row> rows = new ArrayList<>();
    private final List<LedgerTables.Node> nodes = new ArrayList<>();

    /** @param head of the ledger now; grows with each entry */
    LedgerTransaction(Connection connection, Frontier head, Leaves leaves, ChainHeads chains, InstantSource clock) {
        this.connection = connection;
        this.head = head;
        this.leaves = leaves;
        this.chains = chains;
        this.clock = clock;
    }

    <T> T run(Work<T> work) throws SQLException {
        OneWork appender = new OneWork();
        try {
            return work.run(connection, appender);
        } catch (AppendFailed e) {
            throw e.cause;
        } finally {
            appender.over = true;
        }
    }

    /** Writes what was appended; committing is the caller's. */
    void flush() throws SQLException {
        if (!rows.isEmpty()) {
            new LedgerTables(connection).insert(rows, nodes, head);
            chains.write(connection);
        }
    }

    private Appender.Appended append(EntryDraft draft) {
        try {
            Instant time = clock.instant();
            String child = draft.side().child();
            Optional<ChainHeads.Head> before =
                    child.isEmpty() ? Optional.empty() : Optional.of(chains.of(connection, child));
            LedgerTables.Row row = leaves.row(connection, head.size(), time, draft, before);
            before.ifPresent(newest -> chains.moved(child, newest.next(row)));
            draft.erasure()
                    .map(EntryDraft.Erasure::child)
                    .filter(erased -> !erased.isEmpty())
                    .ifPresent(chains::ended);
            rows.add(row);
            head.append(row.leafHash(), this::keep);
            return new Appender.Appended(row.sequence(), row.leafHash());
        } catch (SQLException e) {
            throw new AppendFailed(e);
        }
    }

    private void keep(int level, long index, byte[] root) {
        if (level > 0 && level % LedgerTables.TILE_HEIGHT == 0) {
            nodes.add(new LedgerTables.Node(level, index, root));
        }
    }

    /** An appender dies with its work: an entry added later would belong to nobody's transaction. */
    private final class OneWork implements Appender {
        private boolean over;

        @Override
        public Appended append(EntryDraft draft) {
            if (over) {
                throw new IllegalStateException("the work this appender was for is over");
            }
            return LedgerTransaction.this.append(draft);
        }
    }

    private static final class AppendFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SQLException cause;

        AppendFailed(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
