package org.emishub.adapters.education.oneroster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short texts kept as UTF-8 in large blocks: half the memory of strings, no object each. */
final class Texts {
    private static final int BLOCK = 1 << 20;

    private final List<byte[]> blocks = new ArrayList<>();
    private int used = BLOCK;

    /** Keeps a text of at most 65,535 bytes and gives the place where it can be found again. */
    int add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xFFFF) {
            throw new IllegalArgumentException("a text is at most 65,535 bytes long");
        }
        if (used + bytes.length + 2 > BLOCK) {
            blocks.add(new byte[BLOCK]);
            used = 0;
        }
        int block = blocks.size() - 1;
        byte[] target = blocks.get(block);
        int place = Math.addExact(Math.multiplyExact(block, BLOCK), used);
        target[used] = (byte) (bytes.length >> 8);
        target[used + 1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, target, used + 2, bytes.length);
        used += bytes.length + 2;
        return place;
    }

    String get(int place) {
        byte[] source = blocks.get(place / BLOCK);
        int at = place % BLOCK;
        int length = ((source[at] & 0xFF) << 8) | (source[at + 1] & 0xFF);
        return new String(source, at + 2, length, StandardCharsets.UTF_8);
    }
}
