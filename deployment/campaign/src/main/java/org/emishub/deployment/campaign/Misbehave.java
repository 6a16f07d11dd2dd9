package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.file.Path;
import org.emishub.deployment.campaign.fault.Fault;
import org.emishub.deployment.campaign.load.Behaviour;

/** A receiver does something else than it should. */
record Misbehave(Path file, Behaviour behaviour) implements Fault {
    @Override
    public boolean strike() throws IOException {
        behaviour.into(file);
        return true;
    }

    @Override
    public void heal() throws IOException {
        Behaviour.NORMAL.into(file);
    }
}
