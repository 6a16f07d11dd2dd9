package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emishub.deployment.campaign.machine.Folders;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub campaign}. */
@Command(
        name = "hub campaign",
        mixinStandardHelpOptions = true,
        description = "Run the hub under faults, then prove what became of every message.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:nothing was lost, doubled or unexplained, and every bug that was sown was caught",
            " 1:something does not hold",
            " 3:the campaign could not be run"
        })
public final class CampaignCommand implements Callable<Integer> {
    private static final int HOLDS = 0;
    private static final int FAILED = 1;
    private static final int UNAVAILABLE = 3;

    @Option(names = "--minutes", paramLabel = "N", description = "Minutes under faults (default: ${DEFAULT-VALUE}).")
    private int minutes = 10;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed makes the same faults (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON object last.")
    private boolean json;

    @Option(names = "--short", description = "The tier for continuous integration: at most four minutes in all.")
    private boolean brief;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where to work (default: a new temporary folder, deleted when everything holds).")
    private Optional<Path> data = Optional.empty();

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final long begin = System.nanoTime();

    /** Runs the campaign; the process exits with 0 only when everything it checked holds. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CampaignCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path work = data.isPresent()
                ? Files.createDirectories(data.get().toAbsolutePath())
                : Files.createTempDirectory("hub-campaign-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll));
        Campaign.Plan plan = brief ? Campaign.Plan.brief(seed) : Campaign.Plan.full(seed, minutes);
        say("seed " + seed + ", " + plan.faults().toSeconds() + " s of faults, in " + work);
        try {
            Report report = new Campaign(plan, Layout.in(work), this::say).run(this::remember);
            System.out.println(report.text());
            if (json) {
                System.out.println(report.json());
            }
            if (report.holds() && data.isEmpty()) {
                Folders.delete(work);
            }
            return report.holds() ? HOLDS : FAILED;
        } catch (Exception e) {
            say("the campaign could not be run: " + e + "; what it wrote is in " + work);
            e.printStackTrace();
            return UNAVAILABLE;
        }
    }

    private void say(String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("campaign %3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), what);
    }

    private synchronized void remember(AutoCloseable one) {
        open.push(one);
    }

    /** After Ctrl-C as well as at the end: nothing keeps running and nothing stays mounted. Closing twice is harmless. */
    private synchronized void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("campaign: " + e);
            }
        }
    }
}
