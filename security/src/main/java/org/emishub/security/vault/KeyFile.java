package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.security.file.DurableFile;

/**
 * The children's keys of one year: {@code child-keys-<year>.bin}, slots of 64 bytes, each a key wrapped for exactly its place.
 *
 * <p>Slots are made and fsynced in blocks, ahead of need, so that using one costs no fsync. A slot of zeros was destroyed. Nodes that share the file take
 * their blocks from its end, under a lock on it; slots that a stopped node had left over are never used.
 */
final class KeyFile implements AutoCloseable {
    static final int SLOT_BYTES = 64;

    /** A file lock holds off other processes only. */
    private static final Object ONE_IN_THIS_PROCESS = new Object();

    private static final int KEY_BYTES = 32;
    private static final int BLOCK = 1_024;

    private final int year;
    private final SecretKey wrapping;
    private final Path lockPath;
    /** Not a FileChannel: that is closed for everybody when one thread is interrupted in it. */
    private final RandomAccessFile file;

    private long next;
    private long blockEnd;

    private KeyFile(int year, SecretKey wrapping, Path lockPath, RandomAccessFile file) {
        this.year = year;
        this.wrapping = wrapping;
        this.lockPath = lockPath;
        this.file = file;
    }

    /** Opens or makes the file; readable by its owner only. */
    static KeyFile open(Path folder, int year, SecretKey wrapping) {
        Path path = folder.resolve("child-keys-" + year + ".bin");
        try {
            if (Files.notExists(path)) {
                create(folder, path);
            }
            return new KeyFile(
                    year,
                    wrapping,
                    folder.resolve(path.getFileName() + ".lock"),
                    new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException e) {
            throw new UncheckedIOException("the key file of " + year + " cannot be opened", e);
        }
    }

    private static void create(Path folder, Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return; // another node was faster
        }
        DurableFile.sync(folder);
    }

    /** A slot nobody has used; its key is durable. */
    synchronized long take() {
        if (next == blockEnd) {
            synchronized (ONE_IN_THIS_PROCESS) {
                makeBlock();
            }
        }
        return next++;
    }

    private void makeBlock() {
        try (FileChannel channel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            // A torn slot at the end, of a node that lost power while making a block, was never used.
            long first = (file.length() + SLOT_BYTES - 1) / SLOT_BYTES;
            byte[] block = new byte[BLOCK * SLOT_BYTES];
            for (int i = 0; i < BLOCK; i++) {
                byte[] key = Aes.random(KEY_BYTES);
                byte[] wrapped = Aes.seal(wrapping, new byte[0], place(first + i), key);
                System.arraycopy(wrapped, 0, block, i * SLOT_BYTES, wrapped.length);
                Arrays.fill(key, (byte) 0);
            }
            write(block, first);
            next = first;
            blockEnd = first + BLOCK;
            assert lock.isValid();
        } catch (IOException e) {
            throw new UncheckedIOException("keys of " + year + " cannot be made durable", e);
        }
    }

    /** False when the key was destroyed. */
    boolean holdsKey(long slot) {
        return !Arrays.equals(read(slot), new byte[SLOT_BYTES]);
    }

    /**
     * The key in a slot, read from the file each time, so that its destruction is known to every node at once.
     *
     * @throws ChildVault.KeyDestroyed when it was destroyed
     * @throws SecurityException when the slot was altered or wrapped by another key
     */
    SecretKey key(long slot) {
        byte[] wrapped = read(slot);
        if (Arrays.equals(wrapped, new byte[SLOT_BYTES])) {
            throw new ChildVault.KeyDestroyed();
        }
        byte[] sealed = Arrays.copyOf(wrapped, Aes.NONCE_BYTES + KEY_BYTES + Aes.TAG_BYTES);
        return new SecretKeySpec(Aes.open(wrapping, 0, place(slot), sealed), "AES");
    }

    private synchronized byte[] read(long slot) {
        byte[] bytes = new byte[SLOT_BYTES];
        try {
            if (slot < 0 || slot >= file.length() / SLOT_BYTES) {
                throw new SecurityException("no slot of " + year);
            }
            file.seek(slot * SLOT_BYTES);
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("a key of " + year + " cannot be read", e);
        }
    }

    /** Overwrites the key for good; durable on return. */
    synchronized void destroy(long slot) {
        try {
            write(new byte[SLOT_BYTES], slot);
        } catch (IOException e) {
            throw new UncheckedIOException("a key of " + year + " cannot be destroyed", e);
        }
    }

    private void write(byte[] bytes, long slot) throws IOException {
        file.seek(slot * SLOT_BYTES);
        file.write(bytes);
        file.getFD().sync();
    }

    private byte[] place(long slot) {
        return ("child-key " + year + " " + slot).getBytes(UTF_8);
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
