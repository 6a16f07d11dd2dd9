package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.emishub.deployment.campaign.machine.Folders;
import org.emishub.deployment.campaign.machine.Supervised;

/**
 * Bits of files at rest are others when the process that kept them starts again.
 *
 * <p>Where it cannot start on them any more, the operator does what the hub's manual allows: the folder is emptied.
 */
public record FlipBits(Supervised process, Path folder, Random random) implements Fault {
    private static final int FLIPS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Override
    public boolean strike() throws IOException, InterruptedException {
        process.down();
        boolean flipped = flip(Folders.files(folder), FLIPS, random);
        process.up();
        if (!process.awaitAccepting(PATIENCE)) {
            new LoseFolder(process, folder).strike();
        }
        return flipped;
    }

    /** Flips so many bits somewhere in these files; whether there was any. */
    public static boolean flip(List<Path> files, int flips, Random random) throws IOException {
        List<Path> filled = files.stream().filter(f -> f.toFile().length() > 0).toList();
        for (int i = 0; i < flips && !filled.isEmpty(); i++) {
            try (RandomAccessFile file = new RandomAccessFile(
                    filled.get(random.nextInt(filled.size())).toFile(), "rw")) {
                long at = (long) (random.nextDouble() * file.length());
                file.seek(at);
                int was = file.read();
                file.seek(at);
                file.write(was ^ (1 << random.nextInt(8)));
            }
        }
        return !filled.isEmpty();
    }
}
