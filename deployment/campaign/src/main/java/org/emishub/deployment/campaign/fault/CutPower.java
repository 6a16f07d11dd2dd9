package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.util.List;
import org.emishub.deployment.campaign.machine.Disk;
import org.emishub.deployment.campaign.machine.Supervised;

/** The machine loses its power: what was not synced is gone, and so is every process that ran on it. */
public record CutPower(Disk disk, List<Supervised> processes) implements Fault {
    public CutPower {
        processes = List.copyOf(processes);
    }

    @Override
    public boolean strike() throws IOException {
        // The disk first: a process that lives a moment longer must not be able to save anything.
        disk.cutPower();
        processes.forEach(Supervised::down);
        try {
            disk.restorePower();
        } finally {
            processes.forEach(Supervised::up);
        }
        return true;
    }
}
