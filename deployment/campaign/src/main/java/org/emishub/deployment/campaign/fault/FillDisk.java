package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.nio.file.Files;
import org.emishub.deployment.campaign.machine.Disk;

/** The disk gets full: first so that the hub should ask for patience, then to the last byte. */
public record FillDisk(Disk disk) implements Fault {
    private static final double NEARLY = 0.92;
    private static final long NEARLY_FULL_MILLIS = 6_000;

    @Override
    public boolean strike() throws IOException, InterruptedException {
        long size = Files.getFileStore(disk.folder()).getTotalSpace();
        disk.fill((long) (size * (1 - NEARLY)));
        Thread.sleep(NEARLY_FULL_MILLIS);
        disk.fill(0);
        return true;
    }

    @Override
    public void heal() throws IOException {
        disk.free();
    }
}
