package org.emishub.deployment.campaign;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub campaign}. */
@Command(
        name = "hub campaign",
        mixinStandardHelpOptions = true,
        description = "Run the hub under faults, then prove what became of every message.")
public final class CampaignCommand implements Callable<Integer> {
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

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where to work (default: a new temporary folder).")
    private Optional<Path> data = Optional.empty();

    /** Runs the campaign; the process exits with 0 only when everything it checked holds. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CampaignCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        System.out.println("campaign: " + minutes + " min, seed " + seed + (brief ? ", short" : "")
                + (json ? ", as JSON" : "") + data.map(d -> ", in " + d).orElse(""));
        return 3;
    }
}
