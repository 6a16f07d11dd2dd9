package org.emishub.security.disclosure.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A release as it is sealed into the database; version 1. */
final class ReleaseBytes {
    private static final int VERSION = 1;

    private ReleaseBytes() {}

    static byte[] write(Release release) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            out.writeUTF(release.agreement());
            out.writeUTF(release.provider());
            out.writeUTF(release.about());
            out.writeUTF(release.asOf().toString());
            out.writeInt(release.threshold());
            out.writeInt(release.protection());
            out.writeInt(release.dimensions().size());
            for (Dimension dimension : release.dimensions()) {
                out.writeUTF(dimension.path());
                out.writeUTF(dimension.operation());
                write(dimension.coarser(), out);
                write(dimension.fields(), out);
            }
            out.writeInt(release.cells().size());
            for (Release.Cell cell : release.cells()) {
                for (String code : cell.key()) {
                    out.writeUTF(code);
                }
                out.writeLong(cell.count());
                out.writeBoolean(cell.suppressed());
                out.writeInt(cell.width());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Map<String, String> map, DataOutputStream out) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    static Release read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("a table release of another version of the hub");
            }
            String agreement = in.readUTF();
            String provider = in.readUTF();
            String about = in.readUTF();
            LocalDate asOf = LocalDate.parse(in.readUTF());
            int threshold = in.readInt();
            int protection = in.readInt();
            List<Dimension> dimensions = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                dimensions.add(new Dimension(in.readUTF(), in.readUTF(), map(in), map(in)));
            }
            List<Release.Cell> cells = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                List<String> key = new ArrayList<>();
                for (int d = 0; d < dimensions.size(); d++) {
                    key.add(in.readUTF());
                }
                cells.add(new Release.Cell(List.copyOf(key), in.readLong(), in.readBoolean(), in.readInt()));
            }
            return new Release(agreement, provider, about, asOf, threshold, protection, dimensions, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> map(DataInputStream in) throws IOException {
        Map<String, String> map = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            map.put(in.readUTF(), in.readUTF());
        }
        return map;
    }
}
