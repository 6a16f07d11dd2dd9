package org.emishub.deployment.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.emishub.deployment.config.Secret;

/** A PKCS#12 key store (RFC 7292) that was opened. */
public final class KeyFile {
    private final KeyStore store;
    private final Secret password;

    private KeyFile(KeyStore store, Secret password) {
        this.store = store;
        this.password = password;
    }

    /** A new one, in memory until {@link #save}. */
    static KeyFile empty(Secret password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return new KeyFile(store, password);
    }

    /**
     * Opens one.
     *
     * @throws IllegalStateException when it cannot be read or the password is another
     */
    public static KeyFile open(Path file, Secret password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.reveal().toCharArray());
            return new KeyFile(store, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    file
                            + ": the key store cannot be opened. Put a PKCS#12 file there that opens with the password given.",
                    e);
        }
    }

    void put(String alias, PrivateKey key, X509Certificate... chain) throws GeneralSecurityException {
        store.setKeyEntry(alias, key, password.reveal().toCharArray(), chain);
    }

    void save(Path file) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.reveal().toCharArray());
        PrivateFiles.write(file, out.toByteArray());
    }

    /**
     * The private key of an alias.
     *
     * @throws IllegalStateException when the store has none
     */
    public PrivateKey key(String alias) {
        try {
            if (store.getKey(alias, password.reveal().toCharArray()) instanceof PrivateKey key) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key '" + alias + "' cannot be read", e);
        }
        throw new IllegalStateException("the key store has no key '" + alias + "': add one under this alias");
    }

    /**
     * The aliases that begin so, that itself first.
     *
     * @throws IllegalStateException when there is none
     */
    public List<String> aliases(String beginning) {
        try {
            List<String> found = Collections.list(store.aliases()).stream()
                    .filter(alias -> alias.startsWith(beginning))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store's aliases cannot be read", e);
        }
        throw new IllegalStateException("the key store has no key '" + beginning + "': add one under this alias");
    }

    /** The certificate of an alias; see {@link #key}. */
    public X509Certificate certificate(String alias) {
        try {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate '" + alias + "' cannot be read", e);
        }
        throw new IllegalStateException("the key store has no certificate '" + alias + "': add one under this alias");
    }

    /** The store itself, for libraries that want one (TLS, WSS4J). */
    public KeyStore store() {
        return store;
    }

    public Secret password() {
        return password;
    }
}
