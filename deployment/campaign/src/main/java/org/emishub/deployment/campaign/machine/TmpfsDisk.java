package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small disk in memory: it can be full, but what it has it keeps. */
final class TmpfsDisk implements Disk {
    private final Path folder;
    private final String why;

    private TmpfsDisk(Path folder, String why) {
        this.folder = folder;
        this.why = why;
    }

    /** Mounts one, or takes the folder as it is where that is not allowed. */
    static Disk mount(Path folder, long megabytes, String why) throws IOException {
        Files.createDirectories(folder);
        return Shell.succeeds("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
                ? new TmpfsDisk(folder, why)
                : new PlainDisk(folder, why + "; nor may a tmpfs be mounted");
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<String> skipped() {
        return List.of("power cuts are skipped: " + why);
    }

    @Override
    public void fill(long leave) throws IOException {
        Ballast.fill(folder, leave);
    }

    @Override
    public void free() throws IOException {
        Ballast.free(folder);
    }

    @Override
    public void cutPower() {
        throw new UnsupportedOperationException("memory has no power of its own");
    }

    @Override
    public void restorePower() {}

    @Override
    public void close() {
        Shell.succeeds("umount", "-l", folder.toString());
    }
}
