package org.emishub.deployment.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.deployment.sandbox.Simulators;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts one invented system alone. */
@Command(name = "simulate", description = "Start one invented system alone: emis, health, registry or statistics.")
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "SYSTEM", description = "emis, health, registry or statistics")
    private String name = "";

    @Option(names = "--port", description = "Default: the configured one.")
    private int port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        HubConfig read = config.read();
        Simulators.Name which = which();
        SandboxKeys keys = SandboxRegistry.prepare(read);
        SyntheticCountry country = Sandbox.country(read);
        Simulators simulators = new Simulators(read, keys, country);
        String address = port == 0 ? simulators.open(which) : simulators.open(which, port);
        Runtime.getRuntime().addShutdownHook(new Thread(simulators::close));
        spec.commandLine().getOut().println(which.name().toLowerCase(Locale.ROOT) + " listens on " + address);
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private Simulators.Name which() {
        for (Simulators.Name known : Simulators.Name.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return known;
            }
        }
        throw new ParameterException(
                spec.commandLine(), "there is no system '" + name + "': emis, health, registry or statistics");
    }
}
