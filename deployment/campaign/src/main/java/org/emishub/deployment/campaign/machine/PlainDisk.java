package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder like any other, where nothing may be mounted. */
final class PlainDisk implements Disk {
    private final Path folder;
    private final String why;

    PlainDisk(Path folder, String why) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.why = why;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<String> skipped() {
        return List.of("power cuts are skipped: " + why, "full disks are skipped: " + why);
    }

    @Override
    public void fill(long leave) {
        throw new UnsupportedOperationException("the machine's own disk is not filled");
    }

    @Override
    public void free() {}

    @Override
    public void cutPower() {
        throw new UnsupportedOperationException("a plain folder has no power of its own");
    }

    @Override
    public void restorePower() {}

    @Override
    public void close() {}
}
