package org.emishub.routes.retention;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emishub.routes.HubParts;
import org.emishub.routes.store.OneNode;
import org.emishub.routes.system.Keeper;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;

/**
 * Destroys, once a minute on one node, what is past its time: what each agreement says, and never longer than the hub's own limit.
 *
 * <p>What it destroyed is one entry: how many of which kind, and the hash of the list, which can be made again from the rows that were marked.
 */
public final class Retention {
    /** The first eight bytes of SHA-256("emishub retention"). */
    static final long LOCK = 2_551_277_302_917_656_839L;

    /** What would pass its time before the next look goes now, so that nothing is ever older than agreed. */
    public static final Duration AHEAD = Duration.ofSeconds(90);

    private static final Duration WORK_QUEUE = Duration.ofDays(90);
    /** A leaf says counts of at most four digits: longer ones could be somebody's number. */
    private static final int AT_ONCE = 2_000;

    private static final String RULE = "retention: ";

    private final HubParts parts;
    private final List<Keeper> keepers;
    private final RetentionTable table = new RetentionTable();

    /** @param keepers asked each time, for some are known only later */
    public Retention(HubParts parts, List<Keeper> keepers) {
        this.parts = parts;
        this.keepers = keepers;
    }

    /** Destroys what is due; nothing when another node is just doing it. */
    public void run() {
        try {
            List<String> files = new ArrayList<>();
            OneNode.at(parts.dataSource(), LOCK, () -> files.addAll(ofKeepers()));
            if (!files.isEmpty()) {
                parts.ledger().commit((connection, appender) -> enter(connection, appender, files));
            }
            while (destroySome() == AT_ONCE) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("what is past its time cannot be destroyed now", e);
        }
    }

    private List<String> ofKeepers() throws SQLException {
        Instant before = limit();
        List<String> lines = new ArrayList<>();
        for (Keeper keeper : keepers) {
            try {
                keeper.destroyBefore(before).forEach(line -> lines.add("file " + line));
            } catch (IOException e) {
                throw new IllegalStateException("files past their time cannot be deleted", e);
            }
        }
        return lines;
    }

    private Instant limit() {
        return parts.clock().instant().plus(AHEAD).minus(parts.settings().keep());
    }

    /** One commit's worth; several nodes take turns, and each finds only what the others left. */
    private int destroySome() throws SQLException {
        Instant ahead = parts.clock().instant().plus(AHEAD);
        List<RetentionTable.Limit> limits = limits(ahead);
        Instant queue = parts.clock().instant().minus(WORK_QUEUE);
        try (Connection connection = parts.dataSource().getConnection()) {
            if (!table.anyDue(connection, limits, ahead, queue)) {
                return 0;
            }
        }
        return parts.ledger().commit((connection, appender) -> {
            long number = table.nextNumber(connection);
            List<String> lines = new ArrayList<>();
            for (RetentionTable.Limit limit : limits) {
                lines.addAll(table.messages(connection, number, limit, AT_ONCE - lines.size()));
            }
            lines.addAll(table.receipts(connection, number, limit(), AT_ONCE));
            lines.addAll(table.answers(connection, number, ahead, AT_ONCE));
            lines.addAll(table.workQueues(connection, queue, AT_ONCE));
            if (!lines.isEmpty()) {
                enter(connection, appender, number, lines);
            }
            return Math.min(lines.size(), AT_ONCE);
        });
    }

    /** Every agreement that keeps shorter than the hub, and the hub's own limit for all. */
    private List<RetentionTable.Limit> limits(Instant ahead) {
        Duration keep = parts.settings().keep();
        List<RetentionTable.Limit> limits = new ArrayList<>();
        for (Agreement agreement : parts.agreements().get().all()) {
            Duration agreed = agreement.terms().hubKeeps();
            if (agreed.compareTo(keep) < 0) {
                limits.add(new RetentionTable.Limit(Optional.of(agreement.id()), ahead.minus(agreed)));
            }
        }
        limits.add(new RetentionTable.Limit(Optional.empty(), ahead.minus(keep)));
        return limits;
    }

    private int enter(Connection connection, Appender appender, List<String> lines) throws SQLException {
        enter(connection, appender, table.nextNumber(connection), lines);
        return lines.size();
    }

    private void enter(Connection connection, Appender appender, long number, List<String> lines) throws SQLException {
        String hash = hash(lines);
        String counts = counts(lines);
        long sequence = appender.append(EntryDraft.ofHub(
                        Event.DESTROYED, RULE + counts, hash, new Side("", "hub", "past its time: " + counts)))
                .sequence();
        table.put(connection, number, parts.clock().instant(), sequence, hash, counts);
    }

    /** Of the list, sorted; what can be listed again later are messages, receipts and answers, and so the hash is of them alone. */
    static String hash(List<String> lines) {
        return Sha256.hex(lines.stream().filter(RetentionTable::listed).sorted().collect(Collectors.joining("\n")));
    }

    private static String counts(List<String> lines) {
        Map<String, Long> counts = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf(' ')), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What is kept past its time now, and whether the last runs can be shown. */
    public RetentionReport report(int most) throws SQLException {
        Instant now = parts.clock().instant();
        return RetentionReport.of(parts, table, limits(now), now, most);
    }
}
