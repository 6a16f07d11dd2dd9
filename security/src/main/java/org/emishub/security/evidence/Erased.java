package org.emishub.security.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.erasure.Tombstones.Tombstone;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;

/**
 * Entries whose personal sides nobody can open any more, and the entries that say so.
 *
 * @param sides whose keys were destroyed
 * @param tombstones the {@code ERASED} entries that name those keys
 */
public record Erased(List<Entry> sides, List<Entry> tombstones) {
    /** Of no entry. */
    public static final Erased NONE = new Erased(List.of(), List.of());

    public Erased {
        sides = List.copyOf(sides);
        tombstones = List.copyOf(tombstones);
    }

    /**
     * Those among these entries; a key that was destroyed from {@code before} on is not looked at.
     *
     * @param before a sequence
     */
    public static Erased among(Collection<Entry> entries, long before, EntryReader reader, DataSource database) {
        Set<Long> named = new TreeSet<>();
        List<Entry> sides = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Entry entry : entries) {
                Optional<Tombstone> tombstone =
                        Tombstones.of(connection, entry.side()).filter(found -> found.sequence() < before);
                tombstone.ifPresent(found -> {
                    named.add(found.sequence());
                    sides.add(entry);
                });
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
        return new Erased(
                sides,
                named.stream()
                        .flatMap(sequence -> reader.find(sequence).stream())
                        .toList());
    }

    /** These entries with those that were erased and the tombstones, oldest first. */
    public List<Entry> with(Collection<Entry> entries) {
        TreeMap<Long, Entry> all = new TreeMap<>();
        Stream.of(entries, sides, tombstones)
                .flatMap(Collection::stream)
                .forEach(entry -> all.put(entry.sequence(), entry));
        return List.copyOf(all.values());
    }

    /** The entry before the oldest one of a child that can be opened. */
    public static Optional<Entry> beforeFirst(List<Entry> log, EntryReader reader) {
        return log.stream()
                .findFirst()
                .map(first -> reader.opened(first)
                        .path("chain")
                        .path("previousSequence")
                        .asLong(-1))
                .filter(sequence -> sequence >= 0)
                .flatMap(reader::find);
    }
}
