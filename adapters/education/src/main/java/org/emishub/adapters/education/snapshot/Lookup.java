package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.emishub.mappings.identity.ChildMatcher;
import org.emishub.mappings.identity.Description;
import org.emishub.mappings.identity.Match;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.ChildVault;

/** Finds the one child that a question describes. */
record Lookup(Connection connection, ChildVault vault, Blinds blinds, String provider) {
    /** Who was found; exactly one of the four is true of it. */
    record Result(Match match, Optional<StoredChild> child) {}

    private static final Result NONE = new Result(new Match.None(), Optional.empty());

    Result find(ChildRecord subject) throws SQLException {
        OptionalLong generation = ChildTable.current(connection, provider);
        if (generation.isEmpty()) {
            return NONE;
        }
        List<StoredChild> candidates = open(candidates(new ChildTable(connection, generation.getAsLong()), subject));
        Optional<String> emisId = subject.text("child.emisId");
        if (emisId.isPresent() && subject.text("child.id").isEmpty()) {
            candidates = candidates.stream()
                    .filter(child -> emisId.equals(child.text("child.emisId")))
                    .toList();
            return byRegisterNumber(subject, candidates);
        }
        Match match = ChildMatcher.match(Description.of(subject), descriptions(candidates));
        if (!(match instanceof Match.One one)) {
            return new Result(match, Optional.empty());
        }
        StoredChild child = candidates.get(one.index());
        boolean other = emisId.isPresent() && !emisId.equals(child.text("child.emisId"));
        return other
                ? new Result(new Match.Vetoed(Match.Fact.NATIONAL_ID), Optional.empty())
                : new Result(match, Optional.of(child));
    }

    /** The register's own number names one child unless something else that was said speaks against it. */
    private Result byRegisterNumber(ChildRecord subject, List<StoredChild> candidates) {
        if (candidates.size() != 1) {
            return candidates.isEmpty() ? NONE : new Result(new Match.Multiple(), Optional.empty());
        }
        Match match = ChildMatcher.match(Description.of(subject), descriptions(candidates));
        boolean vetoed = match instanceof Match.Vetoed;
        return new Result(
                vetoed ? match : new Match.One(0), vetoed ? Optional.empty() : Optional.of(candidates.get(0)));
    }

    private List<Description> descriptions(List<StoredChild> candidates) {
        return candidates.stream()
                .map(child -> Description.of(child.record(provider).build()))
                .toList();
    }

    private Map<UUID, ChildTable.Held> candidates(ChildTable table, ChildRecord subject) throws SQLException {
        Map<UUID, ChildTable.Held> found = new LinkedHashMap<>();
        Optional<UUID> national = blinds.national(subject);
        if (national.isPresent()) {
            add(found, table.byNational(national.get()));
        }
        Optional<String> emisId = subject.text("child.emisId");
        if (emisId.isPresent()) {
            add(found, table.byEmis(blinds.emis(emisId.get())));
        }
        Set<UUID> names = blinds.names(subject);
        if (!names.isEmpty()) {
            add(found, table.byNames(names));
        }
        return found;
    }

    private static void add(Map<UUID, ChildTable.Held> found, List<ChildTable.Held> more) {
        more.forEach(held -> found.put(held.child(), held));
    }

    /** A child whose key was destroyed is not held any more. */
    private List<StoredChild> open(Map<UUID, ChildTable.Held> held) {
        List<StoredChild> children = new ArrayList<>();
        held.values().forEach(row -> open(row).ifPresent(children::add));
        return children;
    }

    private Optional<StoredChild> open(ChildTable.Held row) {
        try {
            return Optional.of(StoredJson.child(vault.open(SealedRow.context(row.child()), row.sealed())));
        } catch (ChildVault.KeyDestroyed e) {
            return Optional.empty();
        }
    }
}
