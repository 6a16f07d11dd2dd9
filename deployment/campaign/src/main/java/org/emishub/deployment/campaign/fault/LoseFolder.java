package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.nio.file.Path;
import org.emishub.deployment.campaign.machine.Folders;
import org.emishub.deployment.campaign.machine.Supervised;

/** A process is killed and everything it kept is deleted. */
public record LoseFolder(Supervised process, Path folder) implements Fault {
    @Override
    public boolean strike() throws IOException {
        process.down();
        try {
            Folders.empty(folder);
        } finally {
            process.up();
        }
        return true;
    }
}
