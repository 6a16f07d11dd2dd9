package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;

/**
 * Children's keys in one file per year, outside the database; which slot is whose stands in the table {@code child_key}.
 *
 * <p>Sealed bytes are {@code version (1) || year (4) || slot (8) || nonce (12) || ciphertext || tag (16)}, AES-256-GCM with the first 13 bytes and the context
 * as additional data: they can be opened without the database.
 */
public final class FileChildVault implements ChildVault, ChildKeys, AutoCloseable {
    static final byte VERSION = 1;
    static final int PREFIX_BYTES = 1 + Integer.BYTES + Long.BYTES;
    private static final int BLIND_BYTES = 16;
    private static final String OWNER = "child-key";

    private final Path folder;
    private final VaultKeys keys;
    private final Map<Integer, KeyFile> files = new ConcurrentHashMap<>();
    private final Slots slots = new Slots();

    /**
     * Opens the vault.
     *
     * @param folder outside the database's folder and its backups; made when it is not there
     */
    public FileChildVault(Path folder, VaultKeys keys) {
        this.folder = folder;
        this.keys = keys;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the children's keys cannot be made", e);
        }
    }

    @Override
    public String blind(String domain, String value) {
        return HexFormat.of().formatHex(blindBytes(domain, value));
    }

    private byte[] blindBytes(String domain, String value) {
        return Arrays.copyOf(Aes.hmac(keys.blinding(), domain.getBytes(UTF_8), value.getBytes(UTF_8)), BLIND_BYTES);
    }

    @Override
    public byte[] seal(Connection connection, String child, int year, String context, byte[] plain)
            throws SQLException {
        return sealAll(connection, year, List.of(new Plain(child, context, plain)))
                .get(0);
    }

    @Override
    public List<byte[]> sealAll(Connection connection, int year, List<Plain> plains) throws SQLException {
        KeyFile file = file(year);
        List<Slots.Owner> owners =
                plains.stream().map(plain -> owner(plain.child(), year)).toList();
        Map<Slots.Owner, Long> found = slots.of(connection, file, owners);
        byte[][] sealed = new byte[plains.size()][];
        for (int i = 0; i < sealed.length; i++) {
            long slot = found.getOrDefault(owners.get(i), -1L);
            sealed[i] = seal(file.key(slot), year, slot, plains.get(i));
        }
        return List.of(sealed);
    }

    private static byte[] seal(SecretKey key, int year, long slot, Plain plain) {
        byte[] prefix = ByteBuffer.allocate(PREFIX_BYTES)
                .put(VERSION)
                .putInt(year)
                .putLong(slot)
                .array();
        return Aes.seal(key, prefix, additional(prefix, plain.context()), plain.bytes());
    }

    @Override
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < PREFIX_BYTES + Aes.NONCE_BYTES + Aes.TAG_BYTES || sealed[0] != VERSION) {
            throw new SecurityException("not sealed by this vault");
        }
        ByteBuffer prefix = ByteBuffer.wrap(sealed, 1, PREFIX_BYTES - 1);
        SecretKey key = file(prefix.getInt()).key(prefix.getLong());
        return Aes.open(key, PREFIX_BYTES, additional(Arrays.copyOf(sealed, PREFIX_BYTES), context), sealed);
    }

    /**
     * Destroys the key of a child and year: what was sealed under it is unreadable from here on, on every node; durable on return.
     *
     * @return false when there was none
     */
    public boolean destroy(Connection connection, String child, int year) throws SQLException {
        KeyFile file = file(year);
        java.util.OptionalLong slot = slots.find(connection, owner(child, year));
        slot.ifPresent(file::destroy);
        return slot.isPresent();
    }

    @Override
    public List<ChildKey> of(Connection connection, String child) throws SQLException {
        return Slots.all(connection, blindBytes(OWNER, child));
    }

    @Override
    public void destroy(Connection connection, Collection<ChildKey> keys) throws SQLException {
        keys.forEach(key -> file(key.year()).destroy(key.slot()));
        Slots.forget(connection, keys);
    }

    private Slots.Owner owner(String child, int year) {
        return new Slots.Owner(ByteBuffer.wrap(blindBytes(OWNER, child)), year);
    }

    private static byte[] additional(byte[] prefix, String context) {
        byte[] text = context.getBytes(UTF_8);
        byte[] additional = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, additional, prefix.length, text.length);
        return additional;
    }

    private KeyFile file(int year) {
        if (year < 2000 || year > 2200) {
            throw new SecurityException("not a year of this vault");
        }
        return files.computeIfAbsent(year, y -> KeyFile.open(folder, y, keys.wrapping()));
    }

    @Override
    public void close() {
        files.values().forEach(KeyFile::close);
    }
}
