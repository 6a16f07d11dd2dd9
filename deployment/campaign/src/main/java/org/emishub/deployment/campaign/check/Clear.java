package org.emishub.deployment.campaign.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.deployment.campaign.load.Planted;

/** Looks through every byte below a folder for what was planted in the children's records. */
public final class Clear {
    private static final int PIECE = 1 << 20;

    private Clear() {}

    /** Findings for each file that holds a planted value in clear, in any of its usual spellings. */
    public static List<Finding> search(List<Path> folders) {
        List<byte[]> needles = needles(Planted.MARK);
        List<Finding> findings = new ArrayList<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                if (holds(file, needles)) {
                    findings.add(new Finding(Rule.IN_CLEAR, folder.relativize(file) + " holds a planted value"));
                }
            }
        }
        return findings;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("the folder cannot be searched: " + folder, e);
        }
    }

    /** As text in three encodings, as JSON escapes, in hexadecimal, and in base64 wherever it may begin. */
    private static List<byte[]> needles(String mark) {
        List<byte[]> needles = new ArrayList<>();
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            needles.add(mark.getBytes(charset));
        }
        byte[] utf8 = mark.getBytes(UTF_8);
        needles.add(HexFormat.of().formatHex(utf8).getBytes(ISO_8859_1));
        StringBuilder escaped = new StringBuilder();
        mark.chars().forEach(c -> escaped.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        needles.add(escaped.toString().getBytes(ISO_8859_1));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + utf8.length];
            System.arraycopy(utf8, 0, shifted, offset, utf8.length);
            byte[] code = Base64.getEncoder().withoutPadding().encode(shifted);
            // The first and last characters also hold bits of the neighbours.
            needles.add(Arrays.copyOfRange(code, offset == 0 ? 0 : offset + 1, code.length - 2));
        }
        return needles;
    }

    private static boolean holds(Path file, List<byte[]> needles) {
        int overlap = needles.stream().mapToInt(needle -> needle.length).max().orElse(1);
        byte[] piece = new byte[PIECE + overlap];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.readNBytes(piece, kept, PIECE); read > 0; read = in.readNBytes(piece, kept, PIECE)) {
                int length = kept + read;
                String text = new String(piece, 0, length, ISO_8859_1);
                if (needles.stream().anyMatch(needle -> text.contains(new String(needle, ISO_8859_1)))) {
                    return true;
                }
                kept = Math.min(overlap, length);
                System.arraycopy(piece, length - kept, piece, 0, kept);
            }
            return false;
        } catch (IOException e) {
            // It went while we looked, as a journal does.
            return false;
        }
    }
}
