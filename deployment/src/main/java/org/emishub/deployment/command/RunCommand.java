package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the hub until it is told to stop. */
@Command(name = "run", description = "Run the hub until it is stopped.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        HubConfig read = config.read();
        RunningHub hub = RunningHub.start(read);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            hub.close();
            stopped.countDown();
        }));
        System.out.println(Addresses.of(read));
        stopped.await();
        return Exit.OK;
    }
}
