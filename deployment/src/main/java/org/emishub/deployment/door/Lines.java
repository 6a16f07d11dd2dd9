package org.emishub.deployment.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a stream, one at a time and none longer than allowed; empty ones are passed by. */
final class Lines {
    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * The next line without its end; one that is too long is given with a byte more than allowed, and what follows of it is not read.
     *
     * @return empty at the end
     */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() <= longest) {
            if (from == to) {
                from = 0;
                to = in.read(buffer);
                if (to < 0) {
                    to = 0;
                    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, Math.min(end - from, longest + 1 - line.size()));
            boolean ended = end < to;
            from = ended ? end + 1 : end;
            if (ended && line.size() > 0) {
                return Optional.of(line.toByteArray());
            }
        }
        return Optional.of(line.toByteArray());
    }
}
