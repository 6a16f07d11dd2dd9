package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request read by hand, because it matters what is true when its first byte arrives.
 *
 * @param head how many entries the ledger had at that moment, null when the database was away
 * @param headers names in lower case
 */
record Post(@Nullable Long head, Map<String, String> headers, byte[] body) {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    /** The next request of a connection; null when its peer has ended it. */
    static @Nullable Post next(InputStream in, Supplier<@Nullable Long> atFirstByte) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        Long head = atFirstByte.get();
        if (!line(in, first).startsWith("POST ")) {
            // The rest of a request whose length the network bent: what follows it began later than its first byte.
            throw new IOException("no request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in, in.read()); !line.isEmpty(); line = line(in, in.read())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > LARGEST_BODY) {
            throw new IOException("too large");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new Post(head, headers, body);
    }

    private static String line(InputStream in, int first) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = first; one != '\n'; one = in.read()) {
            if (one < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException();
            }
            if (one != '\r') {
                line.write(one);
            }
        }
        return line.toString(ISO_8859_1);
    }

    /** The bytes of an answer. */
    static byte[] answer(int status, String body) {
        String head = "HTTP/1.1 " + status + " -\r\nContent-Type: application/jose\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        return (head + body).getBytes(ISO_8859_1);
    }

    static void send(OutputStream out, int status, String body) throws IOException {
        out.write(answer(status, body));
        out.flush();
    }
}
