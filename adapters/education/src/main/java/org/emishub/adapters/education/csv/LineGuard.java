package org.emishub.adapters.education.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Hands on the lines of a file that are fit to be parsed; an unfit one is reported and becomes an empty line, so that line numbers hold.
 *
 * <p>RFC 4180 quoting without line breaks inside values, strict UTF-8 (RFC 3629), a byte order mark accepted: OneRoster 1.2 CSV Binding, section on the file format.
 */
final class LineGuard extends Reader {
    static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int BOM = 0xFEFF;

    private final InputStream in;
    private final String file;
    private final RowErrors errors;
    private final byte[] block = new byte[1 << 16];
    private final ByteBuffer line = ByteBuffer.allocate(MAX_LINE_BYTES);
    private final CharBuffer text = CharBuffer.allocate(MAX_LINE_BYTES + 1);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int blockAt;
    private int blockEnd;
    private long lineNumber;

    LineGuard(InputStream in, String file, RowErrors errors) {
        this.in = in;
        this.file = file;
        this.errors = errors;
        text.limit(0);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!text.hasRemaining() && !nextLine()) {
            return -1;
        }
        int count = Math.min(length, text.remaining());
        text.get(target, offset, count);
        return count;
    }

    private boolean nextLine() throws IOException {
        line.clear();
        boolean tooLong = false;
        int read = 0;
        for (int b = nextByte(); b >= 0; b = nextByte()) {
            read++;
            if (b == '\n') {
                break;
            }
            if (line.hasRemaining()) {
                line.put((byte) b);
            } else {
                tooLong = true;
            }
        }
        if (read == 0) {
            return false;
        }
        lineNumber++;
        line.flip();
        Optional<RowCode> problem = tooLong ? Optional.of(RowCode.LINE_TOO_LONG) : decode();
        problem.ifPresent(code -> {
            errors.add(file, lineNumber, "", code);
            text.clear();
        });
        text.put('\n').flip();
        return true;
    }

    private int nextByte() throws IOException {
        if (blockAt == blockEnd) {
            blockEnd = in.read(block);
            blockAt = 0;
            if (blockEnd <= 0) {
                blockEnd = 0;
                return -1;
            }
        }
        return block[blockAt++] & 0xFF;
    }

    private Optional<RowCode> decode() {
        text.clear();
        if (decoder.reset().decode(line, text, true).isError()) {
            return Optional.of(RowCode.BAD_ENCODING);
        }
        int from = lineNumber == 1 && text.position() > 0 && text.get(0) == BOM ? 1 : 0;
        int to =
                text.position() > from && text.get(text.position() - 1) == '\r' ? text.position() - 1 : text.position();
        text.limit(to).position(from);
        text.compact();
        return fitness();
    }

    /** A value is quoted as a whole or not at all; a quote inside a quoted value is doubled (RFC 4180, section 2, rules 5 to 7). */
    private Optional<RowCode> fitness() {
        boolean quoted = false;
        boolean atStart = true;
        for (int i = 0, end = text.position(); i < end; i++) {
            char c = text.get(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c == BOM) {
                return Optional.of(c == '\r' ? RowCode.BAD_QUOTES : RowCode.BAD_ENCODING);
            }
            if (c == '"') {
                boolean doubled = quoted && i + 1 < end && text.get(i + 1) == '"';
                boolean closes = quoted && (i + 1 == end || text.get(i + 1) == ',');
                if (!doubled && !closes && !(atStart && !quoted)) {
                    return Optional.of(RowCode.BAD_QUOTES);
                }
                i += doubled ? 1 : 0;
                quoted = doubled || !closes;
            }
            atStart = !quoted && c == ',';
        }
        return quoted ? Optional.of(RowCode.BAD_QUOTES) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
