package org.emishub.adapters.education.intake;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.oneroster.ZippedPackage;
import org.emishub.security.hash.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Takes packages ({@code *.zip}) and attendance files ({@code *.csv}) that the register puts into {@code incoming/}.
 *
 * <p>A sender writes under another name ({@code x.zip.part}) and renames when complete. What was taken leaves {@code incoming/} only after it is durable, so that
 * nothing is lost by a stop at any point: its result and report stand in {@code done/}, and the file itself is deleted, for the hub keeps no data in clear. What
 * cannot be read as a whole is moved to {@code failed/}, with the reason beside it.
 */
public final class DropFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DropFolder.class.getName());
    private static final int ERRORS_IN_RESULT = 20;
    private static final long SECONDS = 1;

    private final Path incoming;
    private final Path done;
    private final Path failed;
    private final Intake intake;
    private final PackageLimits limits;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "education-drop-folder");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable ScheduledFuture<?> watching;

    /** @param folder gets {@code incoming}, {@code done} and {@code failed} where they are not there */
    public DropFolder(Path folder, Intake intake, PackageLimits limits) throws IOException {
        this.incoming = Files.createDirectories(folder.resolve("incoming"));
        this.done = Files.createDirectories(folder.resolve("done"));
        this.failed = Files.createDirectories(folder.resolve("failed"));
        this.intake = intake;
        this.limits = limits;
    }

    /** Begins to look into the folder every second; what a stop left untold, of whichever door's packages, is told first. */
    public void start() {
        watching = watcher.scheduleWithFixedDelay(this::sweepQuietly, 0, SECONDS, TimeUnit.SECONDS);
    }

    /** The next look is the next try: a fault now must not end the watching. */
    private void sweepQuietly() {
        try {
            intake.tellNews();
            sweep();
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "a delivered file could not be taken and stays for the next look: {0}",
                    e.getClass().getName());
        }
    }

    /**
     * Takes every complete file, in the order of their names.
     *
     * @return how many were taken or moved away
     */
    public int sweep() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(incoming, "*.{zip,csv}")) {
            names.forEach(files::add);
        }
        files.sort(null);
        int count = 0;
        for (Path file : files) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                take(file);
                count++;
            }
        }
        return count;
    }

    private void take(Path file) throws IOException {
        String name = file.getFileName().toString();
        ErrorList errors = new ErrorList(ERRORS_IN_RESULT);
        Taken taken;
        try (ReportFiles report = new ReportFiles(done, name)) {
            taken = take(file, (f, line, column, code) -> {
                errors.add(f, line, column, code);
                report.add(f, line, column, code);
            });
        }
        if (taken instanceof Taken.Done result) {
            write(done.resolve(name + ".result.json"), TakenJson.done(result, errors));
            Files.delete(file);
            return;
        }
        Files.deleteIfExists(done.resolve(name + ".report.csv"));
        Files.deleteIfExists(done.resolve(name + ".report.jsonl"));
        write(failed.resolve(name + ".result.json"), problem(taken));
        Files.move(file, failed.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] problem(Taken taken) {
        if (taken instanceof Taken.Unreadable unreadable) {
            return TakenJson.problem(422, "MALFORMED", unreadable.why().name(), unreadable.problem());
        }
        Taken.Refused refused = (Taken.Refused) taken;
        return TakenJson.problem(403, refused.code().name(), "", refused.code().remedy());
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.hex(in);
        }
    }

    private Taken take(Path file, RowErrors errors) throws IOException {
        String sha256 = hash(file);
        if (file.getFileName().toString().endsWith(".csv")) {
            try (InputStream in = Files.newInputStream(file)) {
                return intake.takeAttendance(in, sha256, errors);
            }
        }
        try (ZippedPackage files = ZippedPackage.open(file, limits)) {
            return intake.takePackage(files, sha256, errors);
        } catch (PackageRefused e) {
            return intake.unreadable(e);
        }
    }

    /** Whoever watches for a result never sees half of it. */
    private static void write(Path target, byte[] bytes) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.cancel(false);
        }
        watcher.shutdown();
        try {
            if (!watcher.awaitTermination(30, TimeUnit.SECONDS)) {
                watcher.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
