package org.emishub.adapters.education.snapshot;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.oneroster.Manifest;
import org.emishub.adapters.education.oneroster.PackageFiles;
import org.emishub.adapters.education.oneroster.RosterChild;
import org.emishub.adapters.education.oneroster.RosterReader;
import org.emishub.adapters.education.oneroster.Tally;

/** Applies what has changed to the rows in use, all of it in one transaction. */
final class DeltaLoad {
    private static final int BATCH = 500;

    private final Session session;
    private final Sealer sealer;
    private final long generation;
    private final long packageNumber;
    private final ChildTable table;
    private final List<RosterChild> waiting = new ArrayList<>(BATCH);

    DeltaLoad(Session session, Sealer sealer, long generation, long packageNumber) {
        this.session = session;
        this.sealer = sealer;
        this.generation = generation;
        this.packageNumber = packageNumber;
        this.table = new ChildTable(session.rows(), generation);
    }

    Tally load(PackageFiles files, Manifest manifest, RosterReader.Setting setting, Verdicts verdicts)
            throws IOException, PackageRefused, SQLException {
        Tally tally = RosterReader.<SQLException>read(files, manifest, setting, child -> {
            waiting.add(child);
            if (waiting.size() == BATCH) {
                flush(setting);
            }
        });
        flush(setting);
        ReferenceTable.save(session.rows(), generation, setting.before());
        PackageTable.loaded(session.rows(), packageNumber, tally, verdicts);
        session.rows().commit();
        return tally;
    }

    private void flush(RosterReader.Setting setting) throws SQLException {
        Map<UUID, RosterChild> changes = new LinkedHashMap<>();
        waiting.forEach(child -> changes.put(sealer.blinds().child(child.sourcedId()), child));
        Map<UUID, ChildTable.Held> held = table.find(changes.keySet());
        List<Sealer.Open> open = new ArrayList<>();
        List<UUID> gone = new ArrayList<>();
        changes.forEach((hash, change) -> {
            ChildTable.Held before = held.get(hash);
            if (change.deleted()) {
                gone.add(hash);
            } else {
                open.add(new Sealer.Open(
                        change,
                        before == null
                                ? StoredChild.of(change, setting.asOf())
                                : sealer.open(before).with(change, setting.asOf())));
            }
        });
        table.delete(gone);
        table.deleteNames(held.keySet());
        List<ChildTable.Put> puts = sealer.seal(open).stream()
                .map(row -> new ChildTable.Put(row, isNews(row, held.get(row.child()))))
                .toList();
        table.put(puts, packageNumber);
        waiting.clear();
    }

    /** A child that is on the roll of a school on whose roll it was not. */
    private static boolean isNews(SealedRow row, ChildTable.@org.jspecify.annotations.Nullable Held before) {
        return row.enrolled().isPresent()
                && (before == null
                        || !before.enrolled().equals(row.enrolled().get().toString()));
    }
}
