package org.emishub.deployment.testimony;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emishub.deployment.keys.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest testimony outside the database, beside the checkpoints: {@code cosigned}, {@code stamped} and {@code stamped.tsr}. */
public final class TestimonyFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TestimonyFolder.class);

    private final Path folder;

    public TestimonyFolder(Path folder) {
        this.folder = folder;
    }

    void cosigned(String note) {
        write("cosigned", note.getBytes(UTF_8));
    }

    void stamped(String note, byte[] response) {
        write("stamped.tsr", response);
        write("stamped", note.getBytes(UTF_8));
    }

    /** A copy for the case that the database is lost; without it nothing else fails. */
    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            PrivateFiles.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            LOG.warn("{} cannot be kept beside the checkpoints: {}", name, e.getMessage());
        }
    }
}
