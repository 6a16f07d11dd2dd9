package org.emishub.routes.anomaly;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.routes.store.OneNode;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.anomaly.AnomalyRules;
import org.emishub.security.anomaly.Finding;
import org.emishub.security.anomaly.Look;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a minute, on one node, at what was entered since, and enters each anomaly that the rules find.
 *
 * <p>Sides are opened for it, in memory only; a child is known here by a keyed hash.
 */
public final class AnomalyWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AnomalyWatch.class.getName());
    /** The first eight bytes of SHA-256("emishub anomalies"). */
    private static final long LOCK = 1_791_121_703_502_114_433L;

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST_LOOKS = 200_000;

    private final DataSource database;
    private final Ledger ledger;
    private final EntryReader entries;
    private final ChildVault vault;
    private final Supplier<Agreements> agreements;
    private final AnomalyRules rules;
    private final Clock clock;
    private final Anomalies anomalies;
    private final Deque<Look> looks = new ArrayDeque<>();
    private long next = -1;
    private volatile @Nullable Thread thread;

    public AnomalyWatch(
            DataSource database,
            Ledger ledger,
            ChildVault vault,
            Supplier<Agreements> agreements,
            AnomalyRules rules,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.entries = new EntryReader(database, vault);
        this.vault = vault;
        this.agreements = agreements;
        this.rules = rules;
        this.clock = clock;
        this.anomalies = new Anomalies(database);
    }

    public AnomalyRules rules() {
        return rules;
    }

    public Anomalies anomalies() {
        return anomalies;
    }

    /** Begins to look by itself. */
    public void start() {
        if (rules.rules().isEmpty()) {
            return;
        }
        Thread watching = new Thread(this::run, "anomalies");
        watching.setDaemon(true);
        thread = watching;
        watching.start();
    }

    private void run() {
        while (thread == Thread.currentThread()) {
            try {
                Thread.sleep(EVERY.toMillis());
                look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "no anomalies could be looked for; it is tried again", e);
            }
        }
    }

    /** Looks now, unless another node does; gives how many were raised. */
    public synchronized int look() throws SQLException {
        int[] raised = new int[1];
        OneNode.at(database, LOCK, () -> raised[0] = lookHere());
        return raised[0];
    }

    private int lookHere() throws SQLException {
        Instant horizon = clock.instant().minus(rules.longest().multipliedBy(2));
        if (next < 0) {
            next = entries.firstSince(horizon);
        }
        entries.forEach(next, this::remember);
        while (!looks.isEmpty() && (looks.getFirst().at().isBefore(horizon) || looks.size() > MOST_LOOKS)) {
            looks.removeFirst();
        }
        int raised = 0;
        for (Finding finding : rules.find(List.copyOf(looks))) {
            raised += raise(finding) ? 1 : 0;
        }
        return raised;
    }

    private void remember(Entry entry) {
        next = entry.sequence() + 1;
        boolean refused = entry.event().equals(Event.REFUSED.name());
        if (!refused && !entry.event().equals(Event.RELEASED.name())) {
            return;
        }
        side(entry)
                .filter(side -> !side.actor().equals(entry.provider()))
                .map(side -> new Look(
                        entry.sequence(),
                        entry.time(),
                        entry.agreement().map(EntryDraft.AgreementRef::id).orElse(""),
                        zone(entry),
                        refused,
                        entry.code(),
                        side.actor(),
                        side.child().isEmpty() ? "" : vault.blind(Anomalies.BLIND, side.child()),
                        side.signs()))
                .filter(rules::concern)
                .ifPresent(looks::addLast);
    }

    /** Empty where it is erased, or was tampered with, which verification tells. */
    private Optional<Side> side(Entry entry) {
        try {
            return Optional.of(entries.side(entry)).filter(side -> !side.actor().isEmpty());
        } catch (ChildVault.KeyDestroyed | SecurityException e) {
            return Optional.empty();
        }
    }

    private ZoneId zone(Entry entry) {
        return entry.agreement()
                .flatMap(agreement -> agreements.get().byId(agreement.id()))
                .map(Agreement::timeZone)
                .orElse(ZoneOffset.UTC);
    }

    /** Entered once for a subject in the time of its rule, whichever node finds it. */
    private boolean raise(Finding finding) throws SQLException {
        String subject = vault.blind(Anomalies.BLIND, finding.rule().name() + "\n" + finding.subject());
        if (anomalies.isRaised(finding, subject)) {
            return false;
        }
        EntryDraft entry = entry(finding);
        return ledger.commit((connection, appender) -> {
            long sequence = appender.append(entry).sequence();
            anomalies.put(connection, sequence, finding, subject);
            return true;
        });
    }

    private EntryDraft entry(Finding finding) {
        boolean aboutChild = finding.rule().aboutChild();
        String child = aboutChild ? child(finding) : "";
        List<String> note = new ArrayList<>();
        note.add(finding.why());
        if (aboutChild) {
            note.add("By " + String.join(", ", finding.actors()) + ".");
        }
        return EntryDraft.ofHub(
                Event.ANOMALY,
                "anomaly: " + finding.rule().name(),
                "",
                new Side(child, aboutChild ? "" : finding.subject(), String.join(" ", note)));
    }

    private String child(Finding finding) {
        return entries.find(finding.entries().get(0))
                .flatMap(this::side)
                .map(Side::child)
                .orElse("");
    }

    @Override
    public void close() {
        Thread watching = thread;
        thread = null;
        if (watching != null) {
            watching.interrupt();
        }
    }
}
