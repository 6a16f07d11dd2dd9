package org.emishub.security.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;

/**
 * The registry of members: {@code members/<organisation>.yaml} with their certificates, each issued by {@code members/ca.pem}.
 *
 * <p>Immutable. A certificate outside its validity is not found; it never stops a start, but is warned of.
 */
public final class Members {
    private final InstantSource clock;
    private final Map<SystemId, MemberSystem> systems;
    private final Map<String, List<X509Certificate>> agreementSigners;
    private final Map<String, SigningKey> signingKeys;
    private final Map<String, SystemId> tlsSystems;

    private Members(
            InstantSource clock,
            Map<SystemId, MemberSystem> systems,
            Map<String, List<X509Certificate>> agreementSigners) {
        this.clock = clock;
        this.agreementSigners = Map.copyOf(agreementSigners);
        this.systems = java.util.Collections.unmodifiableMap(systems);
        Map<String, SigningKey> signing = new HashMap<>();
        Map<String, SystemId> tls = new HashMap<>();
        systems.values().forEach(system -> {
            system.signing().ifPresent(cert -> {
                String kid = Certificates.kid(cert);
                signing.put(kid, new SigningKey(system.id(), kid, cert));
            });
            system.tls().ifPresent(cert -> tls.put(Certificates.kid(cert), system.id()));
        });
        this.signingKeys = Map.copyOf(signing);
        this.tlsSystems = Map.copyOf(tls);
    }

    /**
     * Reads every {@code *.yaml} of the folder.
     *
     * @param clock tells whether a certificate is within its validity, at each look-up
     * @throws YamlException naming file and line when a file or certificate cannot be used as it stands
     */
    public static Members load(Path folder, InstantSource clock) {
        X509Certificate authority = Certificates.authority(folder.resolve("ca.pem"));
        Map<SystemId, MemberSystem> systems = new TreeMap<>();
        Map<String, List<X509Certificate>> signers = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                MemberFile member = new MemberFile(file, authority);
                member.systems().forEach(system -> systems.put(system.id(), system));
                signers.put(member.organisation(), member.agreementSigners());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the members' folder cannot be read", e);
        }
        refuseSharedKeys(systems.values(), signers);
        return new Members(clock, systems, signers);
    }

    /** One key, one use, one system or person: else a signature would not tell who signed, or a TLS key could sign messages. */
    private static void refuseSharedKeys(
            Collection<MemberSystem> systems, Map<String, List<X509Certificate>> agreementSigners) {
        Set<java.security.PublicKey> seen = new HashSet<>();
        for (MemberSystem system : systems) {
            certificates(system)
                    .forEach(cert -> first(
                            seen,
                            cert,
                            system.id().organisation(),
                            system.id().toString(),
                            "Give each system and each use a key of its own."));
        }
        agreementSigners.forEach((organisation, signers) -> signers.forEach(cert -> first(
                seen, cert, organisation, "a person who signs agreements", "Give each person a key of their own.")));
    }

    private static void first(
            Set<java.security.PublicKey> seen, X509Certificate cert, String organisation, String whose, String hint) {
        if (!seen.add(cert.getPublicKey())) {
            throw new YamlException(organisation + ".yaml", 0, "a key of " + whose + " is registered twice", hint);
        }
    }

    private static Stream<X509Certificate> certificates(MemberSystem system) {
        return Stream.of(system.signing(), system.keyAgreement(), system.tls()).flatMap(Optional::stream);
    }

    /** The key whose certificate has this id (base64url of SHA-256 of its DER), if it is valid now. */
    public Optional<SigningKey> signingKey(String kid) {
        return Optional.ofNullable(signingKeys.get(kid)).filter(key -> validNow(key.certificate()));
    }

    /** The people who may sign agreements for an organisation, whether their certificates are valid now or not. */
    public List<X509Certificate> agreementSigners(String organisation) {
        return agreementSigners.getOrDefault(organisation, List.of());
    }

    /** The certificate to encrypt to, if it is valid now. */
    public Optional<X509Certificate> keyAgreement(SystemId system) {
        return find(system).flatMap(MemberSystem::keyAgreement).filter(this::validNow);
    }

    /** The system that registered exactly this certificate for TLS, if it is valid now. */
    public Optional<SystemId> byTlsCertificate(X509Certificate certificate) {
        return validNow(certificate)
                ? Optional.ofNullable(tlsSystems.get(Certificates.kid(certificate)))
                : Optional.empty();
    }

    public Optional<MemberSystem> find(SystemId system) {
        return Optional.ofNullable(systems.get(system));
    }

    /** All systems, sorted by id. */
    public Collection<MemberSystem> systems() {
        return systems.values();
    }

    /** One sentence for each registered certificate that is not valid now. */
    public List<String> warnings() {
        return systems.values().stream()
                .flatMap(system -> certificates(system)
                        .filter(cert -> !validNow(cert))
                        .map(cert -> "A certificate of " + system.id() + " is valid from "
                                + cert.getNotBefore().toInstant() + " to "
                                + cert.getNotAfter().toInstant()
                                + " only and is not used now."))
                .toList();
    }

    private boolean validNow(X509Certificate certificate) {
        Instant now = clock.instant();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
