package org.emishub.deployment.campaign.fault;

import java.time.Duration;
import org.emishub.deployment.campaign.machine.Supervised;

/** kill -9 of a process that accepts, or has had some time to. */
public record Kill(Supervised process) implements Fault {
    private static final Duration UP = Duration.ofSeconds(30);

    @Override
    public boolean strike() throws InterruptedException {
        process.awaitAccepting(UP);
        return process.kill();
    }
}
