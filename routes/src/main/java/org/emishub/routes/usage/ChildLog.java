package org.emishub.routes.usage;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.usage.Used;
import org.emishub.security.vault.ChildVault;

/** One child's entries, each with the text of its agreement as it was then. */
public final class ChildLog {
    private final EntryReader entries;
    private final Function<String, Optional<byte[]>> texts;
    private final Map<String, Agreement> read = new ConcurrentHashMap<>();

    /** @param texts the kept bytes of an agreement, by their hash */
    public ChildLog(EntryReader entries, Function<String, Optional<byte[]>> texts) {
        this.entries = entries;
        this.texts = texts;
    }

    /** Oldest first; what was erased is not among them. */
    List<Used> of(String child) {
        return entries.ofChild(child).stream().flatMap(this::used).toList();
    }

    Optional<Instant> since() {
        return entries.find(0).map(Entry::time);
    }

    private Stream<Used> used(Entry entry) {
        Optional<Event> event = Arrays.stream(Event.values())
                .filter(one -> one.name().equals(entry.event()))
                .findFirst();
        return event.flatMap(one -> side(entry).map(side -> used(entry, one, side))).stream();
    }

    /** Erased while it was read: as if it had been erased before. */
    private Optional<Side> side(Entry entry) {
        try {
            return Optional.of(entries.side(entry));
        } catch (ChildVault.KeyDestroyed e) {
            return Optional.empty();
        }
    }

    private Used used(Entry entry, Event event, Side side) {
        return new Used(
                entry.time(),
                event,
                entry.rule(),
                entry.leaf().path("messageIdHash").asString(""),
                entry.agreement(),
                entry.agreement().flatMap(this::text),
                system(entry.client()),
                system(entry.provider()),
                entry.fields(),
                side.actor(),
                side.note());
    }

    private static Optional<SystemId> system(String name) {
        return Optional.of(name).filter(one -> !one.isEmpty()).map(SystemId::of);
    }

    /** Read once; a text that is not the one it was agreed with is none. */
    private Optional<Agreement> text(AgreementRef ref) {
        Agreement known = read.get(ref.bundleHash());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Agreement> found = texts.apply(ref.bundleHash())
                .flatMap(bytes -> parsed(ref, bytes))
                .filter(agreement -> agreement.ref().equals(ref));
        found.ifPresent(agreement -> read.put(ref.bundleHash(), agreement));
        return found;
    }

    private static Optional<Agreement> parsed(AgreementRef ref, byte[] bytes) {
        try {
            return Optional.of(AgreementFile.parse(ref.id() + ".yaml", bytes));
        } catch (YamlException e) {
            return Optional.empty();
        }
    }
}
