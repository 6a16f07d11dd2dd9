package org.emishub.adapters.education.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.emishub.routes.system.Keeper;

/**
 * Deletes the files that lie in the drop folder in clear: what could not be read as a package, and what was never complete.
 *
 * <p>Reports and results stay: they name file, line, column and code, and no value.
 */
public final class DropFolderKeeper implements Keeper {
    private static final String RESULT = ".result.json";

    private final Path folder;

    /** @param folder that of the {@link DropFolder} */
    public DropFolderKeeper(Path folder) {
        this.folder = folder;
    }

    /** Whom an unreadable file is about nobody can tell: every one of them goes. */
    @Override
    public int erase(String child) throws IOException {
        return delete("failed", Instant.MAX).size();
    }

    @Override
    public List<String> destroyBefore(Instant instant) throws IOException {
        List<String> deleted = new ArrayList<>(delete("failed", instant));
        deleted.addAll(delete("incoming", instant));
        return deleted;
    }

    private List<String> delete(String part, Instant before) throws IOException {
        List<String> deleted = new ArrayList<>();
        if (!Files.isDirectory(folder.resolve(part))) {
            return deleted;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(part))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !name.endsWith(RESULT)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)
                        && Files.deleteIfExists(file)) {
                    deleted.add(part);
                }
            }
        }
        return deleted;
    }
}
