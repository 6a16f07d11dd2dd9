package org.emishub.deployment.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.deployment.config.Secret;
import org.emishub.security.member.SystemId;

/**
 * Keys and certificates under an authority of their own: a sandbox's, the hub's and those of its invented systems, made at the first start; and those of a
 * hub whose operator asks for them.
 */
public final class SandboxKeys {
    private static final String AUTHORITY = "authority";
    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "localhost");

    /** The broker's key store, in the folder of keys. */
    public static final String BROKER = "broker.p12";

    private final Path folder;
    private final Secret password;
    private final CertificateAuthority authority;

    private SandboxKeys(Path folder, Secret password, CertificateAuthority authority) {
        this.folder = folder;
        this.password = password;
        this.authority = authority;
    }

    /** Opens the folder of keys, or makes it with a new authority. */
    public static SandboxKeys in(Path folder) {
        try {
            PrivateFiles.folder(folder);
            return in(folder, PrivateFiles.password(folder.resolve("password")), "Sandbox authority", THIS_MACHINE);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox's keys cannot be kept in " + folder, e);
        }
    }

    /**
     * Opens the folder of keys, or makes it with a new authority; what is there is never made anew.
     *
     * @param password opens every key store in it
     * @param hosts names and addresses of the machines that TLS certificates are for
     */
    public static SandboxKeys in(Path folder, Secret password, String authority, List<String> hosts) {
        try {
            PrivateFiles.folder(folder);
            Path file = folder.resolve("authority.p12");
            if (!Files.exists(file)) {
                CertificateAuthority made = CertificateAuthority.make(authority);
                KeyFile store = KeyFile.empty(password);
                store.put(AUTHORITY, made.key(), made.certificate());
                store.save(file);
            }
            KeyFile store = KeyFile.open(file, password);
            return new SandboxKeys(
                    folder,
                    password,
                    new CertificateAuthority(store.key(AUTHORITY), store.certificate(AUTHORITY), hosts));
        } catch (IOException e) {
            throw new UncheckedIOException("keys cannot be kept in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an authority for keys cannot be made", e);
        }
    }

    public X509Certificate authority() {
        return authority.certificate();
    }

    /** The hub's own keys. */
    public KeyFile hub() {
        List<Use> uses =
                EnumSet.complementOf(EnumSet.of(Use.SOAP_ENCRYPTION)).stream().toList();
        return keys(folder.resolve("hub.p12"), "hub", uses);
    }

    /** The broker's key for TLS, apart from the hub's: a broker's machine has no business with those. */
    public KeyFile broker() {
        return keys(folder.resolve(BROKER), "broker", List.of(Use.TLS));
    }

    /** The keys of an invented system, made when they do not exist yet. */
    public KeyFile of(SystemId system, List<Use> uses) {
        return keys(folder.resolve(system.organisation() + "." + system.system() + ".p12"), system.toString(), uses);
    }

    private KeyFile keys(Path file, String name, List<Use> uses) {
        if (!Files.exists(file)) {
            make(file, name, uses);
        }
        return KeyFile.open(file, password);
    }

    private void make(Path file, String name, List<Use> uses) {
        try {
            KeyFile store = KeyFile.empty(password);
            Map<Use, KeyPair> pairs = new TreeMap<>();
            for (Use use : uses) {
                pairs.put(use, CertificateAuthority.keyPair(use.algorithm()));
            }
            for (Map.Entry<Use, KeyPair> entry : pairs.entrySet()) {
                Use use = entry.getKey();
                X509Certificate certificate = authority.issue(
                        name + " " + use.alias(), use, entry.getValue().getPublic());
                store.put(use.alias(), entry.getValue().getPrivate(), certificate, authority.certificate());
            }
            store.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of " + name + " cannot be kept", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys of " + name + " cannot be made", e);
        }
    }
}
