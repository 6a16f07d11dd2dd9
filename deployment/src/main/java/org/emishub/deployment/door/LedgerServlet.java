package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Checkpoint and hash tiles, to read only (C2SP tlog-tiles), for anybody; each hash is of a leaf that holds a salted commitment.
 *
 * <p>Entries are for auditors, who get them another way: who asked finds its own by its message id, and in it why a child was refused.
 */
public final class LedgerServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String CHECKPOINT = "checkpoint";
    private static final String KEYS = "keys.json";
    private static final Pattern TILE = Pattern.compile("tile/(?:[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,5}[0-9]{3}"
            + "(?:\\.p/(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?");

    private final String folder;

    public LedgerServlet(Path folder) {
        this.folder = folder.toAbsolutePath().toString();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String info = request.getPathInfo();
        String path = info == null ? "" : info.substring(1);
        boolean checkpoint = path.equals(CHECKPOINT);
        boolean keys = path.equals(KEYS);
        if (!checkpoint && !keys && !TILE.matcher(path).matches()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try (FileChannel file = FileChannel.open(Path.of(folder).resolve(path))) {
            response.setContentType(
                    checkpoint ? "text/plain; charset=utf-8" : keys ? "application/json" : "application/octet-stream");
            response.setHeader(
                    "Cache-Control", checkpoint || keys ? "no-cache" : "public, max-age=31536000, immutable");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLengthLong(file.size());
            Channels.newInputStream(file).transferTo(response.getOutputStream());
        } catch (NoSuchFileException e) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
