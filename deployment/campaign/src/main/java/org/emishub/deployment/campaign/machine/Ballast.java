package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that take the space away from others. */
final class Ballast {
    private static final int GRAIN = 4096;

    private Ballast() {}

    /** Takes all but so many bytes. */
    static void fill(Path folder, long leave) throws IOException {
        Path ballast = folder.resolve("ballast");
        long now = Files.exists(ballast) ? Files.size(ballast) : 0;
        long size = now + Math.max(0, Files.getFileStore(folder).getUsableSpace() - leave);
        // Space that is promised, not written: the file grows at once, however big.
        Shell.succeeds("fallocate", "-l", Long.toString(size), ballast.toString());
        if (leave == 0) {
            fillTheRest(folder.resolve("ballast-rest"));
        }
    }

    private static void fillTheRest(Path rest) {
        byte[] grain = new byte[GRAIN];
        Arrays.fill(grain, (byte) '.');
        try (OutputStream out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(grain);
            }
        } catch (IOException full) {
            // What was wanted.
            assert full.getMessage() != null;
        }
    }

    static void free(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("ballast"));
        Files.deleteIfExists(folder.resolve("ballast-rest"));
    }
}
