package org.emishub.adapters.education.oneroster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;

/** A package in a zip file on disk, read where it lies: nothing is unpacked to disk. */
public final class ZippedPackage implements PackageFiles {
    private final ZipFile zip;
    private final PackageLimits limits;

    private ZippedPackage(ZipFile zip, PackageLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /**
     * Opens a package and checks names, count and declared sizes of its entries.
     *
     * @throws PackageRefused when it is no zip or an entry is not allowed
     */
    public static ZippedPackage open(Path file, PackageLimits limits) throws IOException, PackageRefused {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new PackageRefused("package", Why.NOT_A_ZIP, "Send a zip file.");
        }
        try {
            EntryRules rules = new EntryRules(limits);
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                rules.checkName(entry);
                rules.checkSize(entry.getName(), entry.getSize(), entry.getCompressedSize());
            }
        } catch (PackageRefused | RuntimeException e) {
            zip.close();
            throw e;
        }
        return new ZippedPackage(zip, limits);
    }

    @Override
    public Optional<InputStream> open(String file) throws IOException {
        ZipEntry entry = zip.getEntry(file);
        return entry == null
                ? Optional.empty()
                : Optional.of(new Counted(zip.getInputStream(entry), Math.min(limits.fileBytes(), entry.getSize())));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Stops at the declared size: a directory that lies about sizes gains nothing. */
    private static final class Counted extends FilterInputStream {
        private long left;

        Counted(InputStream in, long limit) {
            super(in);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            return counted(count, Math.max(0, count));
        }

        private int counted(int result, int bytes) throws IOException {
            left -= result < 0 ? 0 : bytes;
            if (left < 0) {
                throw new ZipException("an entry is larger than it says");
            }
            return result;
        }
    }
}
