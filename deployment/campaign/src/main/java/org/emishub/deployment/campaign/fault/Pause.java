package org.emishub.deployment.campaign.fault;

import org.emishub.deployment.campaign.machine.Supervised;

/** SIGSTOP: a process that is alive to everybody who asks the system, and to nobody else. */
public record Pause(Supervised process) implements Fault {
    @Override
    public boolean strike() {
        process.pause();
        return process.pid() != 0;
    }

    @Override
    public void heal() {
        process.resume();
    }
}
