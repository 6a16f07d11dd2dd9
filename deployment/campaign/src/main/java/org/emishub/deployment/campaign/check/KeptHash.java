package org.emishub.deployment.campaign.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keyed hash that an inbox row holds in place of the payload's own, computed again with the campaign's key and without the hub's classes. */
final class KeptHash {
    private static final int BYTES = 16;

    private KeptHash() {}

    /** The rows with the plain hashes of what was sent; one that belongs to nothing that was sent stays as it is. */
    static Rows plain(Rows rows, Logs logs, Path keys) {
        byte[] key = read(keys.resolve("blind.key"));
        Map<String, String> plain =
                logs.asks().stream().map(Logs.Ask::hash).distinct().collect(Collectors.toMap(h -> of(key, h), h -> h));
        return new Rows(
                rows.inbox().stream()
                        .map(row -> new Rows.Inbox(
                                row.sender(), row.id(), plain.getOrDefault(row.hash(), row.hash()), row.state()))
                        .toList(),
                rows.letters(),
                rows.entries(),
                rows.head(),
                rows.checkpoints());
    }

    private static String of(byte[] key, String hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (String part : new String[] {"inbox", hash}) {
                byte[] bytes = part.getBytes(UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the campaign's own key cannot be read", e);
        }
    }
}
