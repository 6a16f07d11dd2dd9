package org.emishub.deployment.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Secret;
import org.emishub.security.pseudonym.Epoch;
import org.emishub.security.pseudonym.MasterKey;

/** The keys of pseudonyms, {@code epoch-NAME} for each epoch: in {@code pseudonyms.p12}, or in a PKCS#11 token that they do not leave. */
public final class PseudonymKeys {
    private static final String FILE = "pseudonyms.p12";
    /** What the first epoch's key was before there was a store. */
    private static final String BEFORE = "pseudonym.key";

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private PseudonymKeys() {}

    /**
     * The epochs with their keys.
     *
     * @throws IllegalStateException naming the key that is missing: a new one would give every child another name
     */
    public static List<Epoch> open(HubConfig.Keys keys) {
        HubConfig.Pseudonyms pseudonyms = keys.pseudonyms();
        try {
            if (pseudonyms.token().isPresent()) {
                Provider token = provider(pseudonyms.token().get());
                char[] pin = pseudonyms.pin().map(Secret::reveal).orElse("").toCharArray();
                KeyStore store = KeyStore.getInstance("PKCS11", token);
                store.load(null, pin);
                return epochs(pseudonyms, store, null, key -> MasterKey.in(token, key));
            }
            Path file = keys.folder().resolve(FILE);
            char[] password = keys.opening().reveal().toCharArray();
            return epochs(pseudonyms, read(file, password), password, MasterKey::of);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the keys of pseudonyms cannot be opened: " + where(keys)
                            + ". Make them with ./hub keys make, or correct pseudonyms.token and pseudonyms.pin.",
                    e);
        }
    }

    private static String where(HubConfig.Keys keys) {
        return keys.pseudonyms().token().orElse(keys.folder().resolve(FILE)).toString();
    }

    private static List<Epoch> epochs(
            HubConfig.Pseudonyms pseudonyms,
            KeyStore store,
            char @org.jspecify.annotations.Nullable [] password,
            java.util.function.Function<SecretKey, MasterKey> masterKey)
            throws GeneralSecurityException {
        List<Epoch> epochs = new java.util.ArrayList<>();
        for (HubConfig.Epoch epoch : pseudonyms.epochs()) {
            if (!(store.getKey(alias(epoch), password) instanceof SecretKey key)) {
                throw new IllegalStateException("there is no key '" + alias(epoch) + "' for pseudonyms of epoch "
                        + epoch.name() + ": make it with ./hub keys make, or in the token under this label");
            }
            epochs.add(new Epoch(epoch.name(), epoch.from(), epoch.until(), masterKey.apply(key)));
        }
        return epochs;
    }

    private static String alias(HubConfig.Epoch epoch) {
        return "epoch-" + epoch.name();
    }

    private static Provider provider(Path configuration) throws IOException {
        Provider pkcs11 = Security.getProvider("SunPKCS11");
        if (pkcs11 == null || !Files.isReadable(configuration)) {
            throw new IOException("no configuration of a PKCS#11 token can be read there");
        }
        return pkcs11.configure(configuration.toString());
    }

    private static KeyStore read(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    /** Makes what is missing in {@code pseudonyms.p12}; what is there stays. A token's keys are made by its own tools. */
    public static void make(HubConfig.Keys keys) {
        if (keys.pseudonyms().token().isPresent()) {
            return;
        }
        Path file = keys.folder().resolve(FILE);
        char[] password = keys.opening().reveal().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            boolean complete = Files.exists(file);
            if (complete) {
                store = read(file, password);
            }
            for (HubConfig.Epoch epoch : keys.pseudonyms().epochs()) {
                if (!store.containsAlias(alias(epoch))) {
                    store.setKeyEntry(alias(epoch), made(keys.folder(), epoch), password, null);
                    complete = false;
                }
            }
            if (!complete) {
                save(store, file, password);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of pseudonyms cannot be kept in " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys of pseudonyms cannot be made", e);
        }
    }

    private static SecretKey made(Path folder, HubConfig.Epoch epoch) throws IOException {
        Path before = folder.resolve(BEFORE);
        byte[] bytes = new byte[KEY_BYTES];
        if (epoch.name().equals("1") && Files.exists(before)) {
            bytes = Files.readAllBytes(before);
        } else {
            new SecureRandom().nextBytes(bytes);
        }
        return new SecretKeySpec(bytes, HMAC);
    }

    private static void save(KeyStore store, Path file, char[] password) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        PrivateFiles.write(file, out.toByteArray());
        Arrays.fill(password, ' ');
    }
}
