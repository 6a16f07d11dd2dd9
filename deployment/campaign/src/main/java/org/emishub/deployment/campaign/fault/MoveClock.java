package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The clock of one process jumps; libfaketime reads the file.
 *
 * @param offset as libfaketime spells it: {@code +30d}, {@code -10m}
 */
public record MoveClock(Path file, String offset) implements Fault {
    /** The clock as it is. */
    public static final String RIGHT = "+0";

    @Override
    public boolean strike() throws IOException {
        set(file, offset);
        return true;
    }

    @Override
    public void heal() throws IOException {
        set(file, RIGHT);
    }

    /** Sets it; never half-written. */
    public static void set(Path file, String offset) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, offset + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
