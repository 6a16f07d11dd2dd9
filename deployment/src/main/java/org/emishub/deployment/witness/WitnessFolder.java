package org.emishub.deployment.witness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.Cosigner;
import org.emishub.security.witness.KeptCheckpoints;
import org.emishub.security.witness.Witness;

/**
 * All that a witness has, in one folder, so that it is lost as a whole or not at all: {@code key.pem} (Ed25519, PKCS#8), {@code verifier-key}, {@code logs.txt}
 * (whom it believes, a verifier key a line) and {@code kept}.
 */
public final class WitnessFolder {
    private static final String KEY = "key.pem";
    private static final String VERIFIER = "verifier-key";
    private static final String LOGS = "logs.txt";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;
    private final Clock clock;

    public WitnessFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Whether there is a witness. */
    public boolean exists() {
        return Files.exists(folder.resolve(VERIFIER));
    }

    /**
     * Makes a witness where there is none; a key that lies there already ({@code openssl genpkey -algorithm ed25519}) is taken.
     *
     * @param name its name in the world
     */
    public void make(String name) {
        try {
            PrivateFiles.folder(folder);
            if (Files.notExists(folder.resolve(KEY))) {
                byte[] key = KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded();
                String pem = BEGIN + "\n" + LINES.encodeToString(key) + "\n" + END + "\n";
                PrivateFiles.write(folder.resolve(KEY), pem.getBytes(US_ASCII));
            }
            VerifierKey verifier = new Cosigner(name, key(), clock).verifierKey();
            PrivateFiles.write(folder.resolve(VERIFIER), (verifier + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be used", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its name and public key. */
    public VerifierKey verifierKey() {
        return VerifierKey.read(text(VERIFIER).strip());
    }

    private PrivateKey key() {
        String pem = text(KEY).strip();
        if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw new YamlException(
                    folder.resolve(KEY).toString(), 0, "it is no private key", "Put there PKCS#8 in PEM, Ed25519.");
        }
        try {
            String base64 = pem.substring(BEGIN.length(), pem.length() - END.length());
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new YamlException(
                    folder.resolve(KEY).toString(), 0, "it is no Ed25519 key", "Put there PKCS#8 in PEM, Ed25519.");
        }
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new YamlException(
                    folder.resolve(name).toString(), 0, "it cannot be read", "Make a witness: hub witness run --name.");
        }
    }

    /** Whom it believes. */
    public List<VerifierKey> logs() {
        if (Files.notExists(folder.resolve(LOGS))) {
            return List.of();
        }
        List<VerifierKey> logs = new ArrayList<>();
        List<String> lines = text(LOGS).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                logs.add(log(line, folder.resolve(LOGS).toString(), i + 1));
            }
        }
        return logs;
    }

    private static VerifierKey log(String written, String file, int line) {
        try {
            VerifierKey key = VerifierKey.read(written);
            if (key.type() == VerifierKey.NOTE) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // falls through: the answer is the same
        }
        throw new YamlException(
                file, line, "'" + written + "' is not a log's verifier key", "'hub ledger checkpoint' prints it.");
    }

    /** Believes another log from now on. */
    public void believe(String log) {
        VerifierKey key = log(log, "--log", 0);
        if (logs().stream().noneMatch(known -> known.toString().equals(key.toString()))) {
            String before = Files.exists(folder.resolve(LOGS)) ? text(LOGS) : "";
            String between = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            try {
                PrivateFiles.write(folder.resolve(LOGS), (before + between + key + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(folder.resolve(LOGS) + " cannot be written", e);
            }
        }
    }

    public KeptCheckpoints kept() {
        return new KeptCheckpoints(folder.resolve("kept"));
    }

    /** The witness that lives there. */
    public Witness open() {
        VerifierKey verifier = verifierKey();
        Cosigner cosigner = new Cosigner(verifier.name(), key(), clock);
        if (!cosigner.verifierKey().toString().equals(verifier.toString())) {
            throw new YamlException(
                    folder.resolve(KEY).toString(),
                    0,
                    "it is not the key of " + verifier,
                    "Put back the witness's own.");
        }
        return new Witness(kept(), cosigner, logs(), clock);
    }

    /** The one log that is meant, or the only one there is. */
    public VerifierKey log(Optional<String> origin) {
        List<VerifierKey> meant = logs().stream()
                .filter(key -> origin.isEmpty() || key.name().equals(origin.get()))
                .toList();
        // A log whose key changed has several.
        if (meant.stream().map(VerifierKey::name).distinct().count() != 1) {
            throw new YamlException(
                    folder.resolve(LOGS).toString(), 0, "it is not clear which log is meant", "Name it: --log ORIGIN.");
        }
        return meant.get(0);
    }
}
