package org.emishub.deployment.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.emishub.deployment.operation.Operations.NotPossible;

/** A text as a QR code (ISO/IEC 18004) to be printed, with the text below it for whoever has no camera. */
public final class QrSheet {
    private static final int PIXELS = 8;
    private static final int QUIET = 4;
    private static final int WIDTH_MM = 180;
    private static final int LETTERS = 90;
    private static final double LINE_MM = 4.2;
    private static final int TITLE_MM = 12;

    private final String title;
    private final String text;
    private final BitMatrix dots;

    private QrSheet(String title, String text, BitMatrix dots) {
        this.title = title;
        this.text = text;
        this.dots = dots;
    }

    /**
     * Draws one.
     *
     * @param title stands above a sheet (.svg), for whoever finds it in a folder one day
     * @throws NotPossible when the text is too long for one code (about 2,300 bytes)
     */
    public static QrSheet of(String title, String text) {
        Map<EncodeHintType, Object> hints = Map.of(
                EncodeHintType.CHARACTER_SET,
                "UTF-8",
                EncodeHintType.MARGIN,
                QUIET,
                EncodeHintType.ERROR_CORRECTION,
                ErrorCorrectionLevel.M);
        try {
            return new QrSheet(title, text, new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints));
        } catch (WriterException e) {
            throw new NotPossible("a QR code does not hold " + text.getBytes(UTF_8).length
                    + " bytes: take the file, or a newer checkpoint that needs a shorter proof");
        }
    }

    /** As a file of the kind that its name says. */
    public byte[] as(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            return svg().getBytes(UTF_8);
        }
        if (name.endsWith(".png")) {
            return png();
        }
        throw new NotPossible("'" + name + "' is neither .svg nor .png");
    }

    String svg() {
        List<String> lines = lines();
        double height = TITLE_MM + WIDTH_MM + LINE_MM * (lines.size() + 1);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$dmm\" height=\"%2$.1fmm\" viewBox=\"0 0 %1$d %2$.1f\">\n",
                WIDTH_MM,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.append(String.format(
                Locale.ROOT,
                "<title>%1$s</title>\n<text x=\"%2$.1f\" y=\"8\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"5\">%1$s</text>\n",
                escaped(title),
                WIDTH_MM / 2.0));
        double scale = (double) WIDTH_MM / dots.getWidth();
        svg.append(String.format(
                Locale.ROOT,
                "<path transform=\"translate(0 %d) scale(%.5f)\" fill=\"#000\" shape-rendering=\"crispEdges\" d=\"",
                TITLE_MM,
                scale));
        for (int y = 0; y < dots.getHeight(); y++) {
            for (int x = 0; x < dots.getWidth(); x++) {
                if (dots.get(x, y)) {
                    svg.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        svg.append("\"/>\n<g font-family=\"monospace\" font-size=\"3\" xml:space=\"preserve\">\n");
        for (int i = 0; i < lines.size(); i++) {
            svg.append(String.format(
                            Locale.ROOT, "<text x=\"6\" y=\"%.1f\">", TITLE_MM + WIDTH_MM + LINE_MM * (i + 0.5)))
                    .append(escaped(lines.get(i)))
                    .append("</text>\n");
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    /** Long lines of the text are broken for reading; the code holds them whole. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> {
            for (int at = 0; at == 0 || at < line.length(); at += LETTERS) {
                lines.add(line.substring(at, Math.min(line.length(), at + LETTERS)));
            }
        });
        return lines;
    }

    private static String escaped(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    byte[] png() {
        int size = dots.getWidth() * PIXELS;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, dots.get(x / PIXELS, y / PIXELS) ? 0xFF000000 : 0xFFFFFFFF);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** For a terminal, two dots above each other in one letter; dark on light. */
    public String terminal() {
        StringBuilder out = new StringBuilder();
        for (int y = 0; y < dots.getHeight(); y += 2) {
            for (int x = 0; x < dots.getWidth(); x++) {
                boolean upper = !dots.get(x, y);
                boolean lower = y + 1 >= dots.getHeight() || !dots.get(x, y + 1);
                out.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            out.append('\n');
        }
        return out.toString();
    }
}
