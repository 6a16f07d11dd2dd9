package org.emishub.adapters.education.intake;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.emishub.adapters.education.csv.FirstOfEach;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.csv.UnmappedCodes;
import org.emishub.adapters.education.oneroster.PackageFiles;
import org.emishub.adapters.education.snapshot.Loaded;
import org.emishub.adapters.education.snapshot.News;
import org.emishub.adapters.education.snapshot.Snapshot;
import org.emishub.adapters.education.snapshot.SnapshotUnavailable;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/** Takes a delivered file, whichever door it came by: receipt first, then the snapshot, then the news in it. */
public final class Intake {
    private static final String ABOUT = "enrolment";

    private final SystemId provider;
    private final Gateway gateway;
    private final Snapshot snapshot;
    private final News news;
    private final UnmappedCodes unmapped;
    private final InstantSource clock;
    private final ZoneId zone;

    /** @param zone in which the day of a delivery is told */
    public Intake(
            SystemId provider,
            Gateway gateway,
            Snapshot snapshot,
            News news,
            UnmappedCodes unmapped,
            InstantSource clock,
            ZoneId zone) {
        this.provider = provider;
        this.gateway = gateway;
        this.snapshot = snapshot;
        this.news = news;
        this.unmapped = unmapped;
        this.clock = clock;
        this.zone = zone;
    }

    public SystemId provider() {
        return provider;
    }

    /** Loads one kind of file. */
    @FunctionalInterface
    private interface Load {
        Loaded into(String messageId, LocalDate today, RowErrors errors)
                throws IOException, PackageRefused, SQLException;
    }

    /**
     * Takes a OneRoster package.
     *
     * @param sha256 lower-case hex of its bytes; also the message id, so that the same file has no second effect
     * @throws SnapshotUnavailable when the database does not answer; to be tried again with the same bytes
     */
    public Taken takePackage(PackageFiles files, String sha256, RowErrors errors) throws IOException {
        return take(
                sha256, errors, (id, today, each) -> snapshot.load(files, id, today, each, new FirstOfEach(unmapped)));
    }

    /** As {@link #takePackage} for a term's attendance file. */
    public Taken takeAttendance(InputStream in, String sha256, RowErrors errors) throws IOException {
        return take(
                sha256,
                errors,
                (id, today, each) -> snapshot.loadAttendance(in, id, today, each, new FirstOfEach(unmapped)));
    }

    private Taken take(String sha256, RowErrors errors, Load load) throws IOException {
        Acceptance acceptance = gateway.received(provider, sha256, sha256);
        if (acceptance instanceof Acceptance.Refused refused) {
            return new Taken.Refused(refused.code());
        }
        Acceptance.Accepted accepted = (Acceptance.Accepted) acceptance;
        LocalDate today = clock.instant().atZone(zone).toLocalDate();
        try {
            ReportDigest report = new ReportDigest(errors);
            // What an earlier try of the same package told is not told again.
            news.told(sha256);
            Loaded loaded = load.into(sha256, today, report);
            tellNews();
            int announced = news.told(sha256);
            RowVerdicts verdicts = new RowVerdicts(loaded.accepted(), loaded.refused(), report.hex());
            String batchReceipt = gateway.verdicts(provider, sha256, sha256, verdicts);
            return new Taken.Done(accepted.receipt(), batchReceipt, accepted.repeated(), loaded, announced);
        } catch (PackageRefused e) {
            return unreadable(e);
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }

    /** Enters that a file was not even a package. */
    public Taken unreadable(PackageRefused problem) {
        boolean tooLarge = problem.why() == PackageRefused.Why.TOO_LARGE;
        refuse(provider.toString(), tooLarge ? Code.TOO_LARGE : Code.MALFORMED, "package: " + problem.why());
        return new Taken.Unreadable(problem.why(), problem.problem());
    }

    void refuse(String source, Code code, String rule) {
        gateway.refused(source, new Refusal(code, rule));
    }

    /** Tells the hub every new enrolment that it was not told yet; to be called once at the start, for those that a stop left untold. */
    public int tellNews() {
        try {
            return news.tell((messageId, payload, record) ->
                    gateway.accept(new NativeEvent(provider, messageId, payload, ABOUT, record)));
        } catch (SQLException e) {
            throw new SnapshotUnavailable(e);
        }
    }
}
