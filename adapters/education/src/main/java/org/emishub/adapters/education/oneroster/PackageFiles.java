package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of one package, each of which can be opened several times. */
public interface PackageFiles extends AutoCloseable {
    /**
     * Opens a file from its beginning.
     *
     * @return empty when the package does not have it
     */
    Optional<InputStream> open(String file) throws IOException;

    @Override
    void close() throws IOException;
}
