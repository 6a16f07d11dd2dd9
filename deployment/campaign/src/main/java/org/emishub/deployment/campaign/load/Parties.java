package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.PseudonymKeys;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.agreement.AgreementSigning;
import org.emishub.security.member.SystemId;

/**
 * The country of a campaign in a folder: {@code members/}, {@code agreements/}, {@code keys/} (of hub and members) and a configuration per hub node.
 *
 * @param folder never harmed by a fault
 */
public record Parties(Path folder) {
    /** The hub's name as a member. */
    public static final String HUB = "hub/exchange";

    private static final String REGISTER = "education/emis";
    private static final List<Use> USES = List.of(Use.SIGNING, Use.KEY_AGREEMENT);
    private static final List<Use> SIGNS = List.of(Use.AGREEMENT);
    /** The two sides of an agreement, each signed for by another person. */
    static final String GIVES = "gives";

    static final String TAKES = "takes";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /**
     * Makes keys, members and agreements.
     *
     * @param receiverPorts on loopback, in the order of {@link Agreed#receivers()}
     */
    public static Parties make(Path folder, List<Integer> receiverPorts) {
        List<String> receivers = Agreed.receivers();
        if (receiverPorts.size() != receivers.size()) {
            throw new IllegalArgumentException("one port for each of " + receivers);
        }
        Parties parties = new Parties(folder.toAbsolutePath());
        try {
            parties.members(receiverPorts);
            Files.createDirectories(parties.agreements());
            for (Agreed agreed : Agreed.ALL) {
                parties.agree(agreed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the parties cannot be made in " + folder, e);
        }
        return parties;
    }

    /** Outside a sandbox nothing is agreed that both parties have not signed. */
    private void agree(Agreed agreed) throws IOException {
        byte[] text = agreed.yaml().getBytes(UTF_8);
        Files.write(agreements().resolve(agreed.id() + ".yaml"), text);
        SandboxKeys keys = SandboxKeys.in(keys());
        sign(text, keys.of(signer(agreed.sender(), GIVES), SIGNS), agreed.signature(GIVES));
        sign(text, keys.of(signer(agreed.receiver(), TAKES), SIGNS), agreed.signature(TAKES));
    }

    private void sign(byte[] text, KeyFile person, String file) throws IOException {
        String alias = Use.AGREEMENT.alias();
        try {
            Files.write(
                    agreements().resolve(file),
                    AgreementSigning.sign(text, person.key(alias), person.certificate(alias)));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A person of the organisation of a system. */
    private static SystemId signer(String system, String side) {
        return new SystemId(SystemId.of(system).organisation(), "signer-" + side);
    }

    private void members(List<Integer> receiverPorts) throws IOException {
        SandboxKeys keys = SandboxKeys.in(keys());
        MasterKeys.madeIn(keys());
        PseudonymKeys.make(
                HubConfig.read(java.util.Optional.empty(), folder, Map.of("HUB_KEYS_FOLDER", keys().toString()))
                        .keys());
        Files.createDirectories(membersFolder());
        pem(membersFolder().resolve("ca.pem"), keys.authority());
        Map<String, StringBuilder> organisations = new TreeMap<>();
        register(organisations, HUB, "hub", keys.hub(), "");
        for (String sender : Agreed.senders()) {
            register(organisations, sender, "hub", keys.of(SystemId.of(sender), USES), "");
        }
        for (int i = 0; i < receiverPorts.size(); i++) {
            String receiver = Agreed.receivers().get(i);
            String endpoint = "    endpoint: http://127.0.0.1:" + receiverPorts.get(i) + "/\n";
            register(organisations, receiver, "hub", keys.of(SystemId.of(receiver), USES), endpoint);
        }
        // A hub does not start without a school register, which has nothing to say in a campaign.
        register(organisations, REGISTER, "oneroster", keys.of(SystemId.of(REGISTER), List.of(Use.TLS)), "");
        for (Map.Entry<String, StringBuilder> one : organisations.entrySet()) {
            one.getValue().append("agreementSigners:\n");
            for (String side : List.of(GIVES, TAKES)) {
                SystemId person = signer(one.getKey() + "/any", side);
                String file = one.getKey() + "/" + person.system() + ".pem";
                pem(membersFolder().resolve(file), keys.of(person, SIGNS).certificate(Use.AGREEMENT.alias()));
                one.getValue().append("  - ").append(file).append('\n');
            }
            Files.writeString(
                    membersFolder().resolve(one.getKey() + ".yaml"),
                    one.getValue().toString());
        }
    }

    private void register(
            Map<String, StringBuilder> organisations, String system, String protocol, KeyFile keys, String endpoint)
            throws IOException {
        SystemId id = SystemId.of(system);
        StringBuilder yaml = organisations.computeIfAbsent(id.organisation(), name -> new StringBuilder()
                .append("organisation: ")
                .append(name)
                .append("\nname: Campaign ")
                .append(name)
                .append("\nsystems:\n"));
        Path folder = Files.createDirectories(membersFolder().resolve(id.organisation()));
        yaml.append("  ").append(id.system()).append(":\n    protocol: ").append(protocol);
        yaml.append('\n').append(endpoint).append("    certificates:\n");
        Map<String, Use> certificates = new LinkedHashMap<>();
        if (protocol.equals("hub")) {
            certificates.put("signing", Use.SIGNING);
            certificates.put("keyAgreement", Use.KEY_AGREEMENT);
        } else {
            certificates.put("tls", Use.TLS);
        }
        for (Map.Entry<String, Use> one : certificates.entrySet()) {
            String file = id.system() + "-" + one.getValue().alias() + ".pem";
            pem(folder.resolve(file), keys.certificate(one.getValue().alias()));
            yaml.append("      ").append(one.getKey()).append(": ").append(id.organisation());
            yaml.append('/').append(file).append('\n');
        }
    }

    private static void pem(Path file, X509Certificate certificate) throws IOException {
        try {
            Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n" + PEM.encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    public Path keys() {
        return folder.resolve("keys");
    }

    public Path membersFolder() {
        return folder.resolve("members");
    }

    public Path agreements() {
        return folder.resolve("agreements");
    }

    /** The private keys of a system, without any class of the hub. */
    public Jose.Own own(String system) {
        KeyStore store = store(system);
        try {
            char[] password = password();
            return new Jose.Own(
                    (PrivateKey) store.getKey("signing", password),
                    Jose.kid((X509Certificate) store.getCertificate("signing")),
                    (PrivateKey) store.getKey("key-agreement", password),
                    Jose.kid((X509Certificate) store.getCertificate("key-agreement")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys of " + system + " cannot be read", e);
        }
    }

    private KeyStore store(String system) {
        String name = system.equals(HUB) ? "hub.p12" : system.replace('/', '.') + ".p12";
        try (InputStream in = Files.newInputStream(keys().resolve(name))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the keys of " + system + " cannot be read", e);
        }
    }

    private char[] password() {
        try {
            return Files.readString(keys().resolve("password")).strip().toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How to write to the hub. */
    public Jose.To hub() {
        X509Certificate certificate = certificate(HUB, "key-agreement");
        return new Jose.To(certificate.getPublicKey(), Jose.kid(certificate));
    }

    /** With what the hub signs, by key id. */
    public Map<String, PublicKey> hubSigns() {
        return signs(HUB);
    }

    /** With what a system signs, by key id. */
    public Map<String, PublicKey> signs(String system) {
        X509Certificate certificate = certificate(system, "signing");
        return Map.of(Jose.kid(certificate), certificate.getPublicKey());
    }

    /** With what the hub signs its ledger's checkpoints. */
    public PublicKey checkpointKey() {
        try {
            return store(HUB).getCertificate("checkpoint").getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String system, String use) {
        SystemId id = SystemId.of(system);
        Path file = membersFolder().resolve(id.organisation()).resolve(id.system() + "-" + use + ".pem");
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate of " + system, e);
        }
    }

    /** An outside server and where its password lies. */
    public record Server(String url, String user, Path password) {}

    /**
     * One hub node.
     *
     * @param data what is its own
     * @param settings any further ones, by path
     */
    public record Node(
            String name,
            Path data,
            int http,
            int https,
            int management,
            java.util.Optional<Server> database,
            java.util.Optional<Server> broker,
            Map<String, String> settings) {}

    /** Short ways to every end: seconds instead of minutes to a dead letter, minutes instead of a day to expiry. */
    public static Map<String, String> hurried(String keep) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("delivery.attempts", "5");
        settings.put("delivery.first-delay", "1s");
        settings.put("delivery.longest-delay", "5s");
        settings.put("delivery.lease", "15s");
        settings.put("delivery.keep", keep);
        return settings;
    }

    /** Writes a node's configuration, in production mode; says where. */
    public Path configure(Node node) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("mode", "production");
        all.put("name", HUB);
        all.put("data", node.data().toString());
        all.put("agreements", agreements().toString());
        all.put("members", membersFolder().toString());
        all.put("keys.folder", keys().toString());
        all.put("doors.host", "127.0.0.1");
        all.put("doors.http", String.valueOf(node.http()));
        all.put("doors.https", String.valueOf(node.https()));
        all.put("doors.management", String.valueOf(node.management()));
        node.database().ifPresent(server -> put(all, "database", server));
        node.broker().ifPresent(server -> put(all, "broker", server));
        all.putAll(node.settings());
        Path file = folder.resolve(node.name() + ".yaml");
        try {
            Files.write(file, yaml(all).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration of " + node.name() + " cannot be written", e);
        }
        return file;
    }

    private static void put(Map<String, String> all, String group, Server server) {
        all.put(group + ".url", server.url());
        all.put(group + ".user", server.user());
        all.put(group + ".password", "file:" + server.password());
    }

    private static String yaml(Map<String, String> all) {
        Map<String, StringBuilder> groups = new LinkedHashMap<>();
        StringBuilder plain = new StringBuilder();
        all.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                plain.append(path).append(": ").append(value).append('\n');
            } else {
                groups.computeIfAbsent(path.substring(0, dot), group -> new StringBuilder(group + ":\n"))
                        .append("  ")
                        .append(path.substring(dot + 1))
                        .append(": ")
                        .append(value)
                        .append('\n');
            }
        });
        groups.values().forEach(plain::append);
        return plain.toString();
    }
}
