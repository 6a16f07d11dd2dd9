package org.emishub.deployment.campaign;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.emishub.deployment.campaign.bug.Bug;
import org.emishub.deployment.campaign.check.Checker;
import org.emishub.deployment.campaign.check.Clear;
import org.emishub.deployment.campaign.check.Finding;
import org.emishub.deployment.campaign.check.Findings;
import org.emishub.deployment.campaign.fault.MoveClock;
import org.emishub.deployment.campaign.fault.Planned;
import org.emishub.deployment.campaign.fault.Schedule;
import org.emishub.deployment.campaign.fault.Strikes;
import org.emishub.deployment.campaign.fault.Trouble;
import org.emishub.deployment.campaign.load.Agreed;
import org.emishub.deployment.campaign.load.Behaviour;
import org.emishub.deployment.campaign.load.Journal;
import org.emishub.deployment.campaign.load.Load;
import org.emishub.deployment.campaign.load.Parties;
import org.emishub.deployment.campaign.load.Witness;
import org.emishub.deployment.campaign.machine.Disk;
import org.emishub.deployment.campaign.machine.Supervised;
import org.emishub.deployment.campaign.machine.Vitals;
import tools.jackson.databind.node.ObjectNode;

/** One run: start, measure, load under faults, heal, drain, check, and the controls that show that the checker notices. */
final class Campaign {
    private static final String SCHEMA = "hub";
    private static final long DISK_MEGABYTES = 1024;
    private static final int NODES = 2;
    private static final double UNBOUNDED = 1_000;
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** Pools give their threads back after a minute without work. */
    private static final int QUIETS = 18;

    /** A letter accepted by a node whose clock is seven minutes ahead expires seven minutes later, and is looked for once a minute. */
    private static final Duration LATEST_END = Duration.ofMinutes(9);

    private final Plan plan;
    private final Layout layout;
    private final Consumer<String> says;
    private final List<String> findings = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /**
     * How long and how hard.
     *
     * @param faults how long faults strike
     * @param measured how long the throughput without faults is taken
     * @param keep after how long a letter that nobody took expires
     * @param drain how long senders ask what became of their messages: longer than that and than any jump of a clock; the last one's end ends it
     * @param perSecond messages sent under faults
     * @param controls how many bugs are sown, chosen by seed; all when there are no more
     */
    record Plan(
            long seed,
            Duration faults,
            Duration measured,
            String keep,
            Duration drain,
            double perSecond,
            int controls) {
        static Plan full(long seed, int minutes) {
            return new Plan(
                    seed,
                    Duration.ofMinutes(minutes),
                    Duration.ofSeconds(25),
                    "2m",
                    LATEST_END.plusMinutes(2),
                    32,
                    Integer.MAX_VALUE);
        }

        /** At most four minutes on two processors, all in all. */
        static Plan brief(long seed) {
            return new Plan(seed, Duration.ofSeconds(45), Duration.ofSeconds(6), "25s", LATEST_END, 25, 3);
        }
    }

    Campaign(Plan plan, Layout layout, Consumer<String> says) {
        this.plan = plan;
        this.layout = layout;
        this.says = says;
    }

    /** Runs it on a disk and leaves nothing behind but the files outside of it. */
    Report run(Consumer<AutoCloseable> closedOnInterrupt) throws Exception {
        try (Disk disk = Disk.make(layout.disk(), layout.workshop(), DISK_MEGABYTES)) {
            closedOnInterrupt.accept(disk);
            skipped.addAll(disk.skipped());
            if (Faketime.library().isEmpty()) {
                skipped.add("clock jumps are skipped: they need libfaketime");
            }
            says.accept("the disk is a " + disk.getClass().getSimpleName() + " at " + disk.folder());
            Site.Shape shape = new Site.Shape(NODES, SCHEMA, List.of(), Parties.hurried(plan.keep));
            try (Site site = Site.make(layout, disk, shape, plan.seed)) {
                closedOnInterrupt.accept(site);
                return run(site);
            }
        }
    }

    @SuppressWarnings("try")
    private Report run(Site site) throws Exception {
        site.start(SCHEMA);
        says.accept("everything accepts");
        double fsync = Speed.fsync(site.disk.folder());
        double commit = Speed.commit(site.database);
        Strikes strikes;
        Report.Rates rates;
        try (Witness witness = Witness.start(List.of(layout.node(1), layout.node(2)), layout.outside())) {
            rates = throughput(site, fsync, commit);
            says.accept(
                    "without faults: %.0f per second accepted and delivered; the disk alone %.0f fsync, the database alone %.0f commits"
                            .formatted(rates.delivered(), fsync, commit));
            List<Vitals> before = vitals(site);
            strikes = underFaults(site);
            leaks(site, before);
        }
        Findings checked =
                Checker.check(layout.outside(), site.parties, Controls.checked(site.database, SCHEMA), Site.ATTEMPTS);
        says.accept("checked: %d accepted, %d delivered, %d lost, %d doubled, %d other findings"
                .formatted(
                        checked.accepted(),
                        checked.delivered(),
                        checked.lost(),
                        checked.doubled(),
                        checked.unexplained().size()));
        List<Duration> restarts =
                site.all().stream().flatMap(p -> p.restarts().stream()).toList();
        restarts(site);
        site.all().forEach(p -> findings.addAll(p.complaints()));
        site.all().stream().filter(p -> !p.name().equals(Site.DATABASE)).forEach(Supervised::down);
        findings.addAll(Clear.search(List.of(layout.disk(), layout.logs())).stream()
                .map(Finding::toString)
                .toList());
        findings.addAll(Flipped.check(site, SCHEMA, plan.seed));
        says.accept("looked through every file, and at a ledger with flipped bits");
        return report(checked, strikes, restarts, rates, controls(site));
    }

    private Report.Rates throughput(Site site, double fsync, double commit) throws SQLException, InterruptedException {
        String delivered = "select count(*) from outbox where state = 'DELIVERED'";
        String syncs = "select wal_sync from pg_stat_wal";
        try (Load load = Load.start(
                site.parties, site.network.doors(), layout.outside(), UNBOUNDED, plan.seed, Agreed.quick())) {
            Thread.sleep(plan.measured.toMillis() / 2);
            long from = Speed.number(site.database, SCHEMA, delivered);
            long synced = Speed.number(site.database, SCHEMA, syncs);
            long begin = System.nanoTime();
            Thread.sleep(plan.measured.toMillis());
            long count = Speed.number(site.database, SCHEMA, delivered) - from;
            long sync = Speed.number(site.database, SCHEMA, syncs) - synced;
            double seconds = (System.nanoTime() - begin) / 1e9;
            drained(load);
            return new Report.Rates(fsync, commit, count / seconds, sync == 0 ? 0 : (double) count / sync);
        }
    }

    private Strikes underFaults(Site site) throws Exception {
        Schedule schedule = Schedule.of(plan.seed, plan.faults, Faults.plans(skipped));
        Faults faults = new Faults(site, new Random(plan.seed));
        try (Journal journal = Journal.open(layout.faults());
                Load load = Load.start(
                        site.parties, site.network.doors(), layout.outside(), plan.perSecond, plan.seed + 1)) {
            Strikes strikes = new Strikes(faults::of, (planned, what) -> tell(journal, planned, what));
            strikes.start(schedule);
            Thread progress = progress(strikes, load);
            if (!strikes.await(plan.faults)) {
                skipped.add("some faults did not fit into the time: see " + layout.faults());
                strikes.stop();
            }
            progress.interrupt();
            heal(site);
            skipped.addAll(strikes.failures());
            says.accept("healed; " + load.accepted() + " accepted so far under faults");
            findings.addAll(site.awaitAll());
            drained(load);
            return strikes;
        }
    }

    private Thread progress(Strikes strikes, Load load) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Thread.sleep(Duration.ofSeconds(20).toMillis());
                    says.accept(load.accepted() + " accepted under faults; " + kills(strikes));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void tell(Journal journal, Planned planned, String what) {
        ObjectNode line = Journal.line();
        line.put("at", java.time.Instant.now().toString());
        line.put("what", what);
        line.put("target", planned.target());
        line.put("fault", planned.fault());
        journal.add(line);
    }

    /** Each fault heals by itself; this is for those that were cut short. */
    private void heal(Site site) throws IOException {
        site.network.stretches().values().forEach(s -> s.trouble(Trouble.NONE));
        site.disk.free();
        site.all().forEach(Supervised::resume);
        for (int node = 1; node <= NODES; node++) {
            MoveClock.set(layout.clock(node), "+0");
        }
        for (String receiver : Faults.working()) {
            Behaviour.NORMAL.into(layout.behaviour(receiver));
        }
    }

    private void drained(Load load) {
        long begin = System.nanoTime();
        Load.Drained drained = load.drain(plan.drain);
        says.accept("drained in %d s: %d accepted, %d without an end"
                .formatted((System.nanoTime() - begin) / 1_000_000_000, drained.accepted(), drained.waiting()));
    }

    private List<Vitals> vitals(Site site) throws IOException, InterruptedException {
        Thread.sleep(QUIET.toMillis());
        List<Vitals> all = new ArrayList<>();
        for (Supervised node : site.nodes()) {
            Vitals one = Vitals.of(node.pid());
            says.accept(node.name() + " at rest: " + one);
            all.add(one);
        }
        return all;
    }

    private void leaks(Site site, List<Vitals> before) throws IOException, InterruptedException {
        List<String> leaked = leakedSince(before, vitals(site));
        for (int waited = 1; waited < QUIETS && !leaked.isEmpty(); waited++) {
            leaked = leakedSince(before, vitals(site));
        }
        findings.addAll(leaked);
    }

    private static List<String> leakedSince(List<Vitals> before, List<Vitals> after) {
        List<String> leaked = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String node = "node-" + (i + 1);
            after.get(i).leakedSince(before.get(i)).forEach(leak -> leaked.add(node + ": " + leak));
        }
        return leaked;
    }

    private void restarts(Site site) {
        site.all().forEach(p -> {
            if (!p.restarts().isEmpty()) {
                says.accept("%s came back %d times, within %.1f s (p95)"
                        .formatted(p.name(), p.restarts().size(), Report.p95(p.restarts())));
            }
        });
    }

    private List<Report.Control> controls(Site site) throws InterruptedException {
        Controls controls = new Controls(site, plan.seed, says);
        List<Report.Control> run = new ArrayList<>();
        for (Bug bug : sown()) {
            run.add(controls.run(bug));
        }
        return run;
    }

    /** All of them; in a short campaign some of those that show without a restart. */
    private List<Bug> sown() {
        List<Bug> bugs = new ArrayList<>(Arrays.asList(Bug.values()));
        if (plan.controls >= bugs.size()) {
            return bugs;
        }
        bugs.removeIf(Controls::restarts);
        Collections.shuffle(bugs, new Random(plan.seed));
        List<Bug> some = bugs.subList(0, plan.controls);
        skipped.add(Bug.values().length - some.size() + " of " + Bug.values().length
                + " bugs are sown by the full campaign only");
        return some;
    }

    private static Report.Kills kills(Strikes strikes) {
        return new Report.Kills(
                strikes.count("node-", "kill"),
                strikes.count(Site.BROKER, "kill"),
                strikes.count(Site.DATABASE, "kill"),
                strikes.count("receiver-", "kill"));
    }

    private Report report(
            Findings checked,
            Strikes strikes,
            List<Duration> restarts,
            Report.Rates rates,
            List<Report.Control> controls) {
        List<String> all =
                new ArrayList<>(checked.all().stream().map(Finding::toString).toList());
        all.addAll(findings);
        return new Report(
                checked.accepted(),
                checked.delivered(),
                checked.deadLettered(),
                checked.expired(),
                checked.refused(),
                checked.lost(),
                checked.doubled(),
                checked.unexplained().size() + findings.size(),
                kills(strikes),
                strikes.count(Site.BROKER, "lose"),
                strikes.count("disk", "fill"),
                strikes.count("disk", "cut"),
                Report.p95(restarts),
                rates,
                controls,
                all,
                skipped);
    }
}
