package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where everything lies that faults may destroy. */
public sealed interface Disk extends AutoCloseable permits PowerCutDisk, TmpfsDisk, PlainDisk {
    /** Where it is mounted. */
    Path folder();

    /** What cannot be done to it, each with why; empty where nothing is left out. */
    List<String> skipped();

    /** Leaves no byte free, or that many. */
    void fill(long leave) throws IOException;

    /** Gives the space back. */
    void free() throws IOException;

    /** Takes the power away: what was not synced is gone. Only where nothing is skipped. */
    void cutPower();

    /** Gives the power back, after a cut: checked and mounted again. */
    void restorePower() throws IOException;

    /** Unmounts it and takes away everything that it was made of. */
    @Override
    void close();

    /** The best that this machine allows: a device whose power can be cut, else one with a size, else a plain folder. */
    static Disk make(Path folder, Path workshop, long megabytes) throws IOException {
        if (!Shell.isRoot()) {
            return new PlainDisk(folder, "it needs root");
        }
        if (!PowerCutDisk.possible()) {
            return TmpfsDisk.mount(folder, megabytes, "it needs " + PowerCutDisk.NEEDS + " and /dev/fuse");
        }
        try {
            return PowerCutDisk.mount(folder, workshop, megabytes);
        } catch (IllegalStateException e) {
            return TmpfsDisk.mount(folder, megabytes, "this machine refuses it: " + e.getMessage());
        }
    }
}
