package org.emishub.adapters.education.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.emishub.adapters.education.attendance.AttendanceReader;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.intake.Kind;
import org.emishub.adapters.education.oneroster.Manifest;
import org.emishub.adapters.education.oneroster.PackageFiles;
import org.emishub.adapters.education.oneroster.References;
import org.emishub.adapters.education.oneroster.RosterReader;
import org.emishub.adapters.education.oneroster.Tally;
import org.emishub.security.vault.ChildVault;

/** The register's data as of its last package. */
public final class Snapshot {
    private final DataSource dataSource;
    private final ChildVault vault;
    private final String provider;
    private final RegisterCodes codes;
    private final Blinds blinds;

    /** @param provider whose data it is, {@code organisation/system} */
    public Snapshot(DataSource dataSource, ChildVault vault, String provider) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.provider = provider;
        this.codes = RegisterCodes.of(provider);
        this.blinds = new Blinds(vault);
    }

    /**
     * Loads a OneRoster package; one that was loaded before changes nothing.
     *
     * @param messageId under which its receipt was recorded
     * @param today the day for which its values hold, where it is new
     * @throws PackageRefused when it cannot be read as a whole; the snapshot is as it was then
     */
    public Loaded load(PackageFiles files, String messageId, LocalDate today, RowErrors errors, UnmappedCodes unmapped)
            throws IOException, PackageRefused, SQLException {
        Manifest manifest = Manifest.read(files);
        Kind kind = manifest.mode() == Manifest.Mode.BULK ? Kind.BULK : Kind.DELTA;
        try (Session session = Session.open(dataSource, provider)) {
            PackageTable.Entry entry = PackageTable.begin(session.rows(), provider, messageId, kind, today);
            session.rows().commit();
            if (entry.loaded()) {
                return again(kind, entry, errors);
            }
            try {
                Tally tally = load(session, files, manifest, entry, new Verdicts(errors), unmapped);
                return new Loaded(kind, tally.accepted(), tally.refused(), tally);
            } catch (PackageRefused e) {
                session.rows().rollback();
                PackageTable.refused(session.rows(), entry.number());
                session.rows().commit();
                new BulkLoad(session, sealer(session), provider, entry.number()).dropStale();
                throw e;
            }
        }
    }

    /**
     * Loads a term's attendance; a file that was loaded before changes nothing.
     *
     * @throws PackageRefused when its header is another, or no package with children came yet
     */
    public Loaded loadAttendance(
            InputStream in, String messageId, LocalDate today, RowErrors errors, UnmappedCodes unmapped)
            throws IOException, PackageRefused, SQLException {
        try (Session session = Session.open(dataSource, provider)) {
            PackageTable.Entry entry = PackageTable.begin(session.rows(), provider, messageId, Kind.ATTENDANCE, today);
            session.rows().commit();
            if (entry.loaded()) {
                return again(Kind.ATTENDANCE, entry, errors);
            }
            long generation = ChildTable.current(session.rows(), provider)
                    .orElseThrow(() -> new PackageRefused(
                            AttendanceReader.FILE, Why.NO_BULK_YET, "Deliver a bulk package first."));
            ChildTable children = new ChildTable(session.rows(), generation);
            Tally tally = new AttendanceLoad(session, sealer(session), children, provider, entry.asOf())
                    .load(in, codes, new Verdicts(errors), unmapped, entry.number());
            return new Loaded(Kind.ATTENDANCE, tally.accepted(), tally.refused(), tally);
        }
    }

    /** What it came to when it was loaded, row by row. */
    private static Loaded again(Kind kind, PackageTable.Entry entry, RowErrors errors) throws IOException {
        if (entry.refusals().length > 0) {
            Verdicts.replay(entry.refusals(), errors);
        }
        return new Loaded(kind, entry.accepted(), entry.refused(), entry.tally());
    }

    private Tally load(
            Session session,
            PackageFiles files,
            Manifest manifest,
            PackageTable.Entry entry,
            Verdicts errors,
            UnmappedCodes unmapped)
            throws IOException, PackageRefused, SQLException {
        if (manifest.mode() == Manifest.Mode.BULK) {
            RosterReader.Setting setting =
                    new RosterReader.Setting(codes, entry.asOf(), id -> false, References.none(), errors, unmapped);
            return new BulkLoad(session, sealer(session), provider, entry.number())
                    .load(files, manifest, setting, errors);
        }
        OptionalLong current = ChildTable.current(session.rows(), provider);
        long generation = current.orElseThrow(
                () -> new PackageRefused("manifest.csv", Why.NO_BULK_YET, "Deliver a bulk package first."));
        ChildTable table = new ChildTable(session.rows(), generation);
        RosterReader.Setting setting = new RosterReader.Setting(
                codes,
                entry.asOf(),
                id -> isKnown(table, id),
                ReferenceTable.load(session.rows(), generation),
                errors,
                unmapped);
        return new DeltaLoad(session, sealer(session), generation, entry.number())
                .load(files, manifest, setting, errors);
    }

    private boolean isKnown(ChildTable table, String sourcedId) {
        try {
            return !table.find(Set.of(blinds.child(sourcedId))).isEmpty();
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }

    private Sealer sealer(Session session) {
        return Sealer.on(vault, session.keys(), blinds);
    }
}
