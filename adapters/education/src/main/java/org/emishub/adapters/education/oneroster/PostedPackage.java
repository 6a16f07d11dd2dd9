package org.emishub.adapters.education.oneroster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;

/** A package that came over the network, kept packed in memory: children's data is never written to disk in clear. */
public final class PostedPackage implements PackageFiles {
    private final Map<String, byte[]> packed;

    private PostedPackage(Map<String, byte[]> packed) {
        this.packed = packed;
    }

    /**
     * Reads a zip to its end, checking names, count and sizes as they come.
     *
     * @throws PackageRefused when it is no zip or an entry is not allowed
     */
    public static PostedPackage read(InputStream body, PackageLimits limits) throws IOException, PackageRefused {
        EntryRules rules = new EntryRules(limits);
        Map<String, byte[]> packed = new HashMap<>();
        ZipInputStream zip = new ZipInputStream(body);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                rules.checkName(entry);
                packed.put(entry.getName(), pack(entry.getName(), zip, rules));
            }
        } catch (ZipException | EOFException e) {
            throw new PackageRefused("package", Why.NOT_A_ZIP, "Send a zip file.");
        }
        if (packed.isEmpty()) {
            throw new PackageRefused("package", Why.NOT_A_ZIP, "Send a zip file.");
        }
        body.transferTo(java.io.OutputStream.nullOutputStream());
        return new PostedPackage(packed);
    }

    private static byte[] pack(String name, InputStream in, EntryRules rules) throws IOException, PackageRefused {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 14)) {
            byte[] block = new byte[1 << 14];
            long unpacked = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                unpacked += count;
                out.write(block, 0, count);
                rules.checkSize(name, unpacked, bytes.size());
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    @Override
    public Optional<InputStream> open(String file) {
        return Optional.ofNullable(packed.get(file))
                .map(bytes -> new InflaterInputStream(new ByteArrayInputStream(bytes)));
    }

    @Override
    public void close() {
        packed.clear();
    }
}
