package org.emishub.deployment.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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

    /**
     * Adds a further key for the ledger's checkpoints to a file that is there. Nobody vouches for it but the key before it, so its certificate is under an authority that is thrown away.
     *
     * @throws IllegalStateException when there is no such file, one of that name is in it, or the name does not begin as it must
     */
    public static KeyFile withCheckpoint(Path file, Secret password, String alias) {
        KeyFile store = open(file, password);
        if (!alias.matches("checkpoint-[a-z0-9-]{1,40}")
                || store.aliases(Use.CHECKPOINT).contains(alias)) {
            throw new IllegalStateException("a further checkpoint key has a new name that begins with 'checkpoint-'");
        }
        try {
            KeyPair pair = CertificateAuthority.keyPair(Use.CHECKPOINT.algorithm());
            CertificateAuthority nobody = CertificateAuthority.make("hub " + alias);
            X509Certificate certificate = nobody.issue("hub " + alias, Use.CHECKPOINT, pair.getPublic());
            store.put(alias, pair.getPrivate(), certificate, nobody.certificate());
            store.save(file);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the key " + alias + " cannot be made, or not be kept in " + file, e);
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
     * The aliases of private keys of one use, that itself first: {@code checkpoint}, {@code checkpoint-2027}.
     *
     * @throws IllegalStateException when there is none
     */
    public List<String> aliases(Use use) {
        List<String> found = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && (alias.equals(use.alias()) || alias.startsWith(use.alias() + "-"))) {
                    found.add(alias);
                }
            }
            if (!found.isEmpty()) {
                return found.stream().sorted().toList();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store's aliases cannot be read", e);
        }
        throw new IllegalStateException("the key store has no key '" + use.alias() + "': add one under this alias");
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
