package org.emishub.deployment.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a campaign found.
 *
 * @param accepted messages for which a sender holds a receipt
 * @param unexplained how many findings there are besides what was lost or doubled
 * @param findings all of them, in words
 * @param restartP95Seconds from kill to accepting again
 * @param skipped what could not be tried here, with why
 */
public record Report(
        int accepted,
        int delivered,
        int deadLettered,
        int expired,
        int refused,
        int lost,
        int doubled,
        int unexplained,
        Kills kills,
        int brokerLosses,
        int diskFull,
        int powerCuts,
        double restartP95Seconds,
        Rates rates,
        List<Control> controls,
        List<String> findings,
        List<String> skipped) {
    private static final double MOST = 0.95;

    /** kill -9 of each kind of process. */
    public record Kills(int hub, int broker, int database, int receiver) {}

    /**
     * What the machine and the hub do in a second, without faults, each durable.
     *
     * @param fsync of one page after the other, on the disk of the campaign
     * @param commit of one row after the other, in its database
     * @param delivered messages accepted and delivered by two nodes
     * @param perFsync messages accepted and delivered for each time that the database synced its log
     */
    public record Rates(double fsync, double commit, double delivered, double perFsync) {}

    /** Whether the checker caught a bug that was sown on purpose. */
    public record Control(String name, boolean caught) {}

    public Report {
        controls = List.copyOf(controls);
        findings = List.copyOf(findings);
        skipped = List.copyOf(skipped);
    }

    /** Nothing lost, nothing doubled, nothing unexplained, and a checker that is known to notice. */
    public boolean holds() {
        return lost == 0
                && doubled == 0
                && unexplained == 0
                && controls.stream().allMatch(Control::caught);
    }

    /** One JSON object on one line. */
    public String json() {
        return JsonMapper.builder().build().writeValueAsString(this);
    }

    /** For people. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("%d accepted: %d delivered, %d dead letters, %d expired, %d refused later"
                .formatted(accepted, delivered, deadLettered, expired, refused));
        lines.add("%d lost, %d doubled, %d unexplained".formatted(lost, doubled, unexplained));
        lines.add("kills: hub %d, broker %d, database %d, receiver %d; broker losses %d, full disks %d, power cuts %d"
                .formatted(kills.hub, kills.broker, kills.database, kills.receiver, brokerLosses, diskFull, powerCuts));
        lines.add("from kill to accepting again: %.1f s (p95)".formatted(restartP95Seconds));
        lines.add(
                "per second, durable: %.0f accepted and delivered; the machine alone: %.0f fsync, %.0f commits; %.2f messages per fsync"
                        .formatted(rates.delivered, rates.fsync, rates.commit, rates.perFsync));
        controls.forEach(c -> lines.add("bug " + c.name + ": " + (c.caught ? "caught" : "NOT CAUGHT")));
        findings.forEach(f -> lines.add("finding: " + f));
        skipped.forEach(s -> lines.add("note: " + s));
        lines.add(holds() ? "The campaign holds." : "THE CAMPAIGN DOES NOT HOLD.");
        return String.join(System.lineSeparator(), lines);
    }

    /** The time within which 95 of 100 came back; 0 when nothing had to. */
    public static double p95(List<Duration> times) {
        if (times.isEmpty()) {
            return 0;
        }
        List<Duration> sorted = times.stream().sorted().toList();
        int index = (int) Math.ceil(sorted.size() * MOST) - 1;
        return sorted.get(index).toMillis() / 1000.0;
    }
}
