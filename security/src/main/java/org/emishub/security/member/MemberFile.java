package org.emishub.security.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlNode;

/** One organisation's file in the registry. */
final class MemberFile {
    private static final Set<String> KEYS = Set.of("organisation", "name", "agreementSigners", "systems");
    private static final Set<String> SYSTEM_KEYS = Set.of("protocol", "endpoint", "certificates", "limits");
    private static final Set<String> LIMIT_KEYS = Set.of("perMinute", "maxBytes");
    private static final Set<String> CERTIFICATE_KEYS = Set.of("signing", "keyAgreement", "tls");

    private final Path folder;
    private final String name;
    private final YamlNode root;
    private final X509Certificate authority;

    MemberFile(Path file, X509Certificate authority) {
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
        this.name = String.valueOf(file.getFileName());
        this.authority = authority;
        try {
            this.root = YamlNode.read(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    List<MemberSystem> systems() {
        root.allowOnly(KEYS);
        YamlNode organisation = root.get("organisation");
        if (!name.equals(organisation.text() + ".yaml")) {
            throw organisation.error(
                    "the file of '" + organisation.text() + "' is called " + name,
                    "Name it '" + organisation.text() + ".yaml'.");
        }
        String title = root.get("name").text();
        return root.get("systems").entries().entrySet().stream()
                .map(entry -> system(organisation.text(), title, entry.getKey(), entry.getValue()))
                .toList();
    }

    String organisation() {
        return root.get("organisation").text();
    }

    /** The people who may sign agreements for the organisation; of no system, so of no protocol. */
    List<X509Certificate> agreementSigners() {
        return root.find(KeyUse.AGREEMENT.key()).map(YamlNode::items).orElse(List.of()).stream()
                .map(node -> checked(node, KeyUse.AGREEMENT, Protocol.HUB))
                .toList();
    }

    private MemberSystem system(String organisation, String title, String system, YamlNode node) {
        node.allowOnly(SYSTEM_KEYS);
        Protocol protocol = protocol(node.get("protocol"));
        node.find("certificates").ifPresent(certificates -> certificates.allowOnly(CERTIFICATE_KEYS));
        return new MemberSystem(
                id(organisation, system, node),
                title,
                protocol,
                node.find("endpoint").map(MemberFile::endpoint),
                certificate(node, KeyUse.SIGNING, protocol),
                certificate(node, KeyUse.KEY_AGREEMENT, protocol),
                certificate(node, KeyUse.TLS, protocol),
                limits(node));
    }

    private static SendingLimits limits(YamlNode system) {
        Optional<YamlNode> limits = system.find("limits");
        limits.ifPresent(node -> node.allowOnly(LIMIT_KEYS));
        return new SendingLimits(
                limits.flatMap(node -> node.find("perMinute"))
                        .map(node -> Math.toIntExact(whole(node, Integer.MAX_VALUE)))
                        .orElse(SendingLimits.NONE.perMinute()),
                limits.flatMap(node -> node.find("maxBytes"))
                        .map(node -> whole(node, Long.MAX_VALUE))
                        .orElse(SendingLimits.NONE.maxBytes()));
    }

    private static long whole(YamlNode node, long most) {
        try {
            long value = Long.parseLong(node.text());
            if (value > 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw node.error("'" + node.text() + "' is not usable here", "Write a whole number of at least 1.");
    }

    private static SystemId id(String organisation, String system, YamlNode node) {
        try {
            return new SystemId(organisation, system);
        } catch (IllegalArgumentException e) {
            throw node.error("'" + organisation + "/" + system + "' is not a system's name", "Use a-z, 0-9 and '-'.");
        }
    }

    private static Protocol protocol(YamlNode node) {
        try {
            return new Protocol(node.text());
        } catch (IllegalArgumentException e) {
            throw node.error("'" + node.text() + "' is not a protocol's name", "Use a-z, 0-9 and '-', as in 'fhir'.");
        }
    }

    private static URI endpoint(YamlNode node) {
        try {
            URI uri = new URI(node.text());
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // falls through: the answer is the same
        }
        throw node.error("the endpoint is not a web address", "Write https://host:port/path.");
    }

    private Optional<X509Certificate> certificate(YamlNode system, KeyUse use, Protocol protocol) {
        Optional<YamlNode> named = system.find("certificates").flatMap(node -> node.find(use.key()));
        if (named.isEmpty() && protocol.needs(use)) {
            throw system.error("the certificate '" + use.key() + "' is missing", use.hint(protocol));
        }
        return named.map(node -> checked(node, use, protocol));
    }

    private X509Certificate checked(YamlNode node, KeyUse use, Protocol protocol) {
        Path file = folder.resolve(node.text()).normalize();
        if (!file.startsWith(folder)) {
            throw node.error("'" + node.text() + "' lies outside the members' folder", "Keep it beside this file.");
        }
        try {
            X509Certificate certificate = Certificates.read(file);
            if (!Certificates.issuedBy(authority, certificate)) {
                throw node.error("'" + node.text() + "' was not issued by ca.pem", "Have it issued by the registry.");
            }
            use.objection(certificate, protocol).ifPresent(objection -> {
                throw node.error("'" + node.text() + "' cannot be used: " + objection, use.hint(protocol));
            });
            return certificate;
        } catch (IOException | CertificateException e) {
            throw node.error("'" + node.text() + "' is not a certificate that can be read", "Put a PEM file there.");
        }
    }
}
