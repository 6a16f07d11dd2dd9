package org.emishub.deployment.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.deployment.bench.BenchReceiver.Mood;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.security.envelope.CurveProvider;

/** One run: queries at full and at half load, events, deliveries to recipients well and unwell, and the cryptography of each alone. */
public final class Benchmark {
    private static final Duration ALONE = Duration.ofSeconds(5);

    private final HubConfig config;
    private final Plan plan;
    private final PrintWriter out;

    /**
     * How long and how much.
     *
     * @param warmUp at 20 s a JVM is not yet at its speed; a minute and more gives figures worth quoting
     * @param newcomers children whose enrolment is delivered
     * @param senders members that send facts at the same time
     * @param deliveryOnly whether to measure nothing but deliveries
     */
    public record Plan(
            Duration warmUp, Duration measured, int clients, int newcomers, int senders, boolean deliveryOnly) {}

    public Benchmark(HubConfig config, Plan plan, PrintWriter out) {
        this.config = config;
        this.plan = plan;
        this.out = out;
    }

    /** Runs on a hub of its own in the configured data folder and prints the figures. */
    public void run() throws IOException, SQLException, InterruptedException {
        HubConfig unlimited = unlimited();
        try (RecipientsBench recipients = new RecipientsBench(unlimited);
                Sandbox sandbox = Sandbox.start(unlimited)) {
            print("%d processors, Java %s, curves: %s", cores(), Runtime.version(), CurveProvider.best());
            if (plan.deliveryOnly()) {
                deliveries(recipients, sandbox);
                return;
            }
            EventBench events = new EventBench(sandbox, plan.newcomers());
            events.prepare();
            queries(new QueryBench(sandbox));
            events(events);
            deliveries(recipients, sandbox);
        }
    }

    private void deliveries(RecipientsBench bench, Sandbox sandbox)
            throws IOException, SQLException, InterruptedException {
        bench.run(sandbox, plan.senders(), plan.deliveryOnly() ? plan.warmUp() : ALONE, Mood.WELL);
        DataSource database = sandbox.hub().part(DataSource.class);
        RecipientsBench.Result well = bench.run(sandbox, plan.senders(), plan.measured(), Mood.WELL);
        double syncs = Machine.syncsPerSecond(config.data(), ALONE);
        double commits = Machine.commitsPerSecond(database, ALONE);
        RecipientsBench.Result failing = bench.run(sandbox, plan.senders(), plan.measured(), Mood.FAILS);
        RecipientsBench.Result hung = bench.run(sandbox, plan.senders(), plan.measured(), Mood.HANGS);
        Latencies alone = bench.cryptography(sandbox, ALONE);
        print(
                "sealed event, %d senders:  %.0f per second accepted and delivered, durable on both sides (%d of them)",
                plan.senders(), well.toAll(), well.accepted());
        print(
                "  messages for each sync of the database's log: %.2f (the broker's journal is not counted)",
                well.perLogSync());
        print("  the machine alone: %.0f syncs of a file, %.0f commits of one row per second", syncs, commits);
        print("its cryptography alone, all sides: %.2f ms of one processor", alone.millis(0.5));
        print(
                "with one of three recipients failing, the others get %.0f %% of what they got (%.0f of %.0f per second)",
                100 * failing.toOthers() / well.toOthers(), failing.toOthers(), well.toOthers());
        print(
                "with one of three recipients hung, the others get %.0f %% of what they got (%.0f of %.0f per second)",
                100 * hung.toOthers() / well.toOthers(), hung.toOthers(), well.toOthers());
    }

    private void queries(QueryBench bench) {
        Latencies alone = warmed(bench);
        Latencies busy = Clients.busy(plan.clients(), plan.measured(), bench::ask);
        Latencies half = Clients.paced(plan.clients(), plan.measured(), busy.perSecond() / 2, bench::ask);
        print(
                "query, %d clients:  %.0f per second, p50 %.1f ms, p99 %.1f ms",
                plan.clients(), busy.perSecond(), busy.millis(0.5), busy.millis(0.99));
        print(
                "query, half load:  %.0f per second, p50 %.1f ms, p99 %.1f ms",
                half.perSecond(), half.millis(0.5), half.millis(0.99));
        print("its cryptography alone, both sides: %.2f ms of one processor", alone.millis(0.5));
        ratio(busy, alone);
        print("hub-added p50 at half load, cryptography taken off: %.1f ms", half.millis(0.5) - alone.millis(0.5));
    }

    private Latencies warmed(QueryBench bench) {
        Clients.busy(plan.clients(), plan.warmUp(), bench::ask);
        bench.cryptography(ALONE);
        return bench.cryptography(ALONE);
    }

    private void events(EventBench bench) throws SQLException, InterruptedException {
        Latencies events = bench.run();
        Latencies alone = bench.cryptography(ALONE);
        print(
                "event, %d accepted and delivered:  %.0f per second, p50 %.0f ms, p99 %.0f ms from accepted to receipted",
                events.count(), events.perSecond(), events.millis(0.5), events.millis(0.99));
        print("its cryptography at rest alone: %.3f ms of one processor", alone.millis(0.5));
        ratio(events, alone);
    }

    /** Overhead as a ratio, so that it means the same on a noisy machine. */
    private void ratio(Latencies measured, Latencies alone) {
        double limit = cores() * 1e3 / alone.millis(0.5);
        print(
                "  all processors doing only that: %.0f per second; the hub does 1 in %.1f of it",
                limit, limit / measured.perSecond());
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The agreements with their daily quota lifted, which a benchmark would reach in seconds; nothing else of them changes. */
    private HubConfig unlimited() throws IOException {
        Path folder = Files.createDirectories(config.data().resolve("agreements"));
        try (Stream<Path> files = Files.list(config.agreements())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                String text = Files.readString(file).replaceAll("perDay: [0-9]+", "perDay: 1000000000");
                Files.writeString(folder.resolve(file.getFileName()), text);
            }
        }
        return config.withAgreements(folder);
    }

    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
