package org.emishub.deployment.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.emishub.deployment.bench.Benchmark;
import org.emishub.deployment.bench.Benchmark.Plan;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a hub of its own. */
@Command(name = "bench", description = "Measure sealed queries and events beside the bare cost of their cryptography.")
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--warm-up", description = "Seconds before anything is counted (${DEFAULT-VALUE}).")
    private int warmUp = 70;

    @Option(names = "--seconds", description = "Seconds that each load is measured (${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--clients", description = "Clients at the same time (${DEFAULT-VALUE}).")
    private int clients = 8;

    @Option(names = "--newcomers", description = "Children whose enrolment is delivered (${DEFAULT-VALUE}).")
    private int newcomers = 1_000;

    @Option(names = "--senders", description = "Members that send facts at the same time (${DEFAULT-VALUE}).")
    private int senders = 16;

    @Option(names = "--delivery", description = "Measure nothing but facts accepted and delivered.")
    private boolean deliveryOnly;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        HubConfig read = config.read();
        if (read.mode() != Mode.SANDBOX) {
            throw new ParameterException(spec.commandLine(), "a benchmark needs mode: sandbox");
        }
        Plan plan = new Plan(
                Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), clients, newcomers, senders, deliveryOnly);
        new Benchmark(read, plan, spec.commandLine().getOut()).run();
        return Exit.OK;
    }
}
