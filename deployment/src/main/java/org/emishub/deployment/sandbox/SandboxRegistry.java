package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;

/** Writes the sandbox's registry of members: each invented system with its certificates and today's address. */
public final class SandboxRegistry {
    private final Path folder;
    private final SandboxKeys keys;

    private SandboxRegistry(Path folder, SandboxKeys keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /** Makes what is missing of the sandbox's keys and writes the registry anew, because ports may have changed. */
    public static SandboxKeys prepare(HubConfig config) {
        SandboxKeys keys = SandboxKeys.in(config.keys().folder());
        try {
            SandboxRegistry registry = new SandboxRegistry(config.members(), keys);
            registry.write(config.simulators());
            registry.writeHub(config);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("the registry of members cannot be written to " + config.members(), e);
        }
    }

    private void write(HubConfig.Simulators ports) throws IOException {
        Files.createDirectories(folder);
        pem(folder.resolve("ca.pem"), keys.authority());
        Map<String, List<Invented>> organisations = Invented.ALL.stream()
                .collect(Collectors.groupingBy(s -> s.id().organisation(), TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Invented>> entry : organisations.entrySet()) {
            Files.createDirectories(folder.resolve(entry.getKey()));
            for (Invented system : entry.getValue()) {
                certificates(system);
            }
            PrivateFiles.write(
                    folder.resolve(entry.getKey() + ".yaml"),
                    organisation(entry.getKey(), entry.getValue(), ports).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The hub is registered like any other, so that members find the keys to write to it and to check its receipts. */
    private void writeHub(HubConfig config) throws IOException {
        String organisation = config.name().organisation();
        Files.createDirectories(folder.resolve(organisation));
        StringBuilder lines = new StringBuilder();
        lines.append("organisation: ").append(organisation).append("\nname: EMIS Hub\nsystems:\n  ");
        lines.append(config.name().system()).append(":\n    protocol: hub\n    certificates:\n");
        KeyFile own = keys.hub();
        for (Map.Entry<String, Use> entry : Map.of(
                        "signing", Use.SIGNING, "keyAgreement", Use.KEY_AGREEMENT, "tls", Use.TLS)
                .entrySet()) {
            String file = organisation + "/" + entry.getValue().alias() + ".pem";
            pem(folder.resolve(file), own.certificate(entry.getValue().alias()));
            lines.append("      ")
                    .append(entry.getKey())
                    .append(": ")
                    .append(file)
                    .append('\n');
        }
        PrivateFiles.write(
                folder.resolve(organisation + ".yaml"), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String organisation(String name, List<Invented> systems, HubConfig.Simulators ports) {
        return "organisation: " + name + "\nname: " + systems.get(0).organisationName() + "\nsystems:\n"
                + systems.stream().map(s -> s.registration(ports)).collect(Collectors.joining());
    }

    private void certificates(Invented system) throws IOException {
        KeyFile file = keys.of(system.id(), system.uses());
        for (Use use : system.uses()) {
            pem(folder.resolve(system.file(use)), file.certificate(use.alias()));
        }
    }

    private static void pem(Path file, X509Certificate certificate) throws IOException {
        try {
            Pem.write(file, certificate);
        } catch (CertificateEncodingException e) {
            throw new IOException("a certificate cannot be written", e);
        }
    }
}
