package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emishub.adapters.education.oneroster.RosterChild;
import org.emishub.security.vault.ChildVault;

/**
 * Seals children on a connection of its own, each batch in a short transaction: the children's key slots are shared with the ledger, which must not wait until a
 * whole package is loaded.
 */
record Sealer(ChildVault vault, Connection keys, Blinds blinds, Map<String, String> prefixes) {
    private static final int COMMON_NAMES = 50_000;

    static Sealer on(ChildVault vault, Connection keys, Blinds blinds) {
        return new Sealer(vault, keys, blinds, new HashMap<>());
    }

    private String prefix(String name) {
        return prefixes.size() < COMMON_NAMES ? prefixes.computeIfAbsent(name, Blinds::prefix) : prefixOfMore(name);
    }

    private String prefixOfMore(String name) {
        String known = prefixes.get(name);
        return known != null ? known : Blinds.prefix(name);
    }

    /** A child before it is sealed. */
    record Open(RosterChild change, StoredChild child) {}

    List<SealedRow> seal(List<Open> children) throws SQLException {
        if (children.isEmpty()) {
            return List.of();
        }
        int year = children.get(0).child().asOf().getYear();
        List<ChildVault.Plain> plains = children.stream()
                .map(open -> new ChildVault.Plain(
                        open.child().subject(),
                        SealedRow.context(blinds.child(open.change().sourcedId())),
                        StoredJson.bytes(open.child())))
                .toList();
        List<byte[]> sealed = vault.sealAll(keys, year, plains);
        keys.commit();
        List<SealedRow> rows = new ArrayList<>(sealed.size());
        for (int i = 0; i < sealed.size(); i++) {
            Open open = children.get(i);
            rows.add(SealedRow.of(open.change(), open.child(), blinds, this::prefix, sealed.get(i)));
        }
        return rows;
    }

    StoredChild open(ChildTable.Held held) {
        return StoredJson.child(vault.open(SealedRow.context(held.child()), held.sealed()));
    }
}
