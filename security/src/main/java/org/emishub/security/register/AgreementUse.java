package org.emishub.security.register;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.LedgerPeriod;

/**
 * How agreements were used since a moment, as everybody can count it from the ledger's leaves.
 *
 * @param byAgreement by id and version
 */
public record AgreementUse(Instant since, Map<String, Count> byAgreement) {
    public AgreementUse {
        byAgreement = Map.copyOf(byAgreement);
    }

    /**
     * What happened under one version of an agreement.
     *
     * @param events how many entries of each event
     * @param delivered how often each field left for the client
     * @param told how often each field of a question was told to the provider
     * @param refused how many refusals of each code
     */
    public record Count(
            SortedMap<String, Long> events,
            SortedMap<String, Long> delivered,
            SortedMap<String, Long> told,
            SortedMap<String, Long> refused) {
        private static Count empty() {
            return new Count(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        public long of(Event event) {
            return events.getOrDefault(event.name(), 0L);
        }

        private void add(Entry entry) {
            events.merge(entry.event(), 1L, Long::sum);
            if (entry.event().equals(Event.RELEASED.name())) {
                entry.fields().forEach(field -> delivered.merge(field, 1L, Long::sum));
            } else if (entry.event().equals(Event.ASKED.name())) {
                entry.fields().forEach(field -> told.merge(field, 1L, Long::sum));
            } else if (entry.event().equals(Event.REFUSED.name())) {
                refused.merge(entry.code(), 1L, Long::sum);
            }
        }
    }

    /** Counts what is in the ledger. */
    public static AgreementUse of(EntryReader entries, Instant since) {
        Map<String, Count> counts = new TreeMap<>();
        LedgerPeriod period = new LedgerPeriod(Optional.of(since), Optional.empty());
        period.forEach(entries, entry -> entry.agreement()
                .ifPresent(ref ->
                        counts.computeIfAbsent(key(ref), key -> Count.empty()).add(entry)));
        return new AgreementUse(since, counts);
    }

    private static String key(AgreementRef agreement) {
        return agreement.id() + "@" + agreement.version();
    }

    public Count of(Agreement agreement) {
        Count none = new Count(
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
        return byAgreement.getOrDefault(key(agreement.ref()), none);
    }
}
