package org.emishub.deployment;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.Work;

/** A ledger whose entries are counted once they are durable, by event and code: never by member, message or child. */
final class CountedLedger implements Ledger {
    /** In Prometheus {@code hub_entries_total}. */
    static final String METER = "hub.entries";

    private final Ledger ledger;
    private final MeterRegistry registry;

    CountedLedger(Ledger ledger, MeterRegistry registry) {
        this.ledger = ledger;
        this.registry = registry;
    }

    @Override
    public <T> T commit(Work<T> work) {
        List<EntryDraft> entered = new ArrayList<>();
        T result = ledger.commit((connection, appender) -> {
            // Work may be run again alone when a group it was in has failed.
            entered.clear();
            return work.run(connection, draft -> {
                entered.add(draft);
                return appender.append(draft);
            });
        });
        entered.forEach(this::count);
        return result;
    }

    private void count(EntryDraft entry) {
        String event = entry.event().name().toLowerCase(Locale.ROOT);
        registry.counter(METER, "event", event, "code", entry.code()).increment();
    }

    @Override
    public long size() {
        return ledger.size();
    }

    @Override
    public Optional<String> checkpoint() {
        return ledger.checkpoint();
    }

    @Override
    public Verification verify() {
        return ledger.verify();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
