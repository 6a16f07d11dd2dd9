package org.emishub.security.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;

/**
 * A zip (APPNOTE 6.3.10) of which each byte follows from the files in it: stored, in the order of their names, without dates, attributes or comments.
 *
 * <p>So there is one zip of a pack, and whoever changes a byte of it anywhere is found; {@code java.util.zip} leaves some bytes to the version of Java.
 */
final class StoredZip {
    private static final short VERSION = 10;
    /** The first of January 1980, where the format's days begin. */
    private static final short FIRST_DAY = 0x21;

    private static final int MOST_FILES = 65_000;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private StoredZip() {}

    /** @throws IllegalArgumentException when there are more than 65,000 files */
    static byte[] of(SortedMap<String, byte[]> files) {
        if (files.size() > MOST_FILES) {
            throw new IllegalArgumentException("a pack has at most " + MOST_FILES + " files");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream central = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] name = file.getKey().getBytes(US_ASCII);
            byte[] data = file.getValue();
            int at = out.size();
            out.writeBytes(common(littleEndian(LOCAL_BYTES).putInt(0x04034b50), name, data)
                    .putShort((short) 0)
                    .array());
            out.writeBytes(name);
            out.writeBytes(data);
            central.writeBytes(
                    common(littleEndian(CENTRAL_BYTES).putInt(0x02014b50).putShort(VERSION), name, data)
                            .position(CENTRAL_BYTES - Integer.BYTES)
                            .putInt(at)
                            .array());
            central.writeBytes(name);
        }
        byte[] end = littleEndian(END_BYTES)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) files.size())
                .putShort((short) files.size())
                .putInt(central.size())
                .putInt(out.size())
                .putShort((short) 0)
                .array();
        out.writeBytes(central.toByteArray());
        out.writeBytes(end);
        return out.toByteArray();
    }

    /** From the version needed to the length of the name. */
    private static ByteBuffer common(ByteBuffer header, byte[] name, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return header.putShort(VERSION)
                .putInt(0)
                .putShort((short) 0)
                .putShort(FIRST_DAY)
                .putInt((int) crc.getValue())
                .putInt(data.length)
                .putInt(data.length)
                .putShort((short) name.length);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
