package org.emishub.adapters.education.snapshot;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.oneroster.Manifest;
import org.emishub.adapters.education.oneroster.PackageFiles;
import org.emishub.adapters.education.oneroster.RosterReader;
import org.emishub.adapters.education.oneroster.Tally;

/** Loads a package with all there is beside the rows in use, then lets it take their place in one step. */
final class BulkLoad {
    private static final int BATCH = 500;
    private static final String ANNOUNCE =
            """
            update education_child n set announce = true where n.generation = ? and n.enrolled is not null
            and not exists (select 1 from education_child o where o.generation = ? and o.enrolled = n.enrolled)""";
    private static final String SWITCH =
            """
            insert into education_current (provider, generation) values (?, ?)
            on conflict (provider) do update set generation = excluded.generation""";
    private static final String STALE =
            """
            generation in (select number from education_package where provider = ?)
            and generation is distinct from (select generation from education_current where provider = ?)""";

    private final Session session;
    private final Sealer sealer;
    private final String provider;
    private final long generation;
    private final List<Sealer.Open> waiting = new ArrayList<>(BATCH);

    BulkLoad(Session session, Sealer sealer, String provider, long generation) {
        this.session = session;
        this.sealer = sealer;
        this.provider = provider;
        this.generation = generation;
    }

    Tally load(PackageFiles files, Manifest manifest, RosterReader.Setting setting, Verdicts verdicts)
            throws IOException, PackageRefused, SQLException {
        dropStale();
        Tally tally = RosterReader.<SQLException>read(files, manifest, setting, child -> {
            waiting.add(new Sealer.Open(child, StoredChild.of(child, setting.asOf())));
            if (waiting.size() == BATCH) {
                flush();
            }
        });
        flush();
        ReferenceTable.save(session.rows(), generation, setting.before());
        takeOver(tally, verdicts);
        dropStale();
        return tally;
    }

    private void flush() throws SQLException {
        List<ChildTable.Put> puts = sealer.seal(waiting).stream()
                .map(row -> new ChildTable.Put(row, false))
                .toList();
        new ChildTable(session.rows(), generation).put(puts, generation);
        session.rows().commit();
        waiting.clear();
    }

    /** From the commit on every question is answered from the new rows. The very first load announces nobody: everybody would be news. */
    private void takeOver(Tally tally, Verdicts verdicts) throws SQLException {
        Connection rows = session.rows();
        OptionalLong before = ChildTable.current(rows, provider);
        if (before.isPresent()) {
            try (PreparedStatement announce = rows.prepareStatement(ANNOUNCE)) {
                announce.setLong(1, generation);
                announce.setLong(2, before.getAsLong());
                announce.executeUpdate();
            }
            carryOver(before.getAsLong());
        }
        try (PreparedStatement take = rows.prepareStatement(SWITCH)) {
            take.setString(1, provider);
            take.setLong(2, generation);
            take.executeUpdate();
        }
        PackageTable.loaded(rows, generation, tally, verdicts);
        rows.commit();
    }

    /** News that nobody was told yet stays news when the next package comes first. */
    private void carryOver(long before) throws SQLException {
        try (PreparedStatement carry = session.rows()
                .prepareStatement("update education_child n set announce = true from education_child o"
                        + " where n.generation = ? and o.generation = ? and o.announce and o.child = n.child"
                        + " and n.enrolled is not null")) {
            carry.setLong(1, generation);
            carry.setLong(2, before);
            carry.executeUpdate();
        }
    }

    /** Rows of generations that are no longer, or never came to be, in use. */
    void dropStale() throws SQLException {
        for (String table : List.of("education_child", "education_name", "education_reference")) {
            try (PreparedStatement delete =
                    session.rows().prepareStatement("delete from " + table + " where " + STALE)) {
                delete.setString(1, provider);
                delete.setString(2, provider);
                delete.executeUpdate();
            }
        }
        session.rows().commit();
    }
}
