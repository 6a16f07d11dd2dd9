package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.emishub.deployment.SetupRecord.Part;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Use;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.CheckpointKeys;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;

/** What a hub is set up with, as far as an auditor has to know that it changed; where folders and ports are differs from node to node and is left out. */
final class Setup {
    private Setup() {}

    static List<Part> of(
            HubConfig config, KeyFile keys, String verifierKey, CheckpointKeys checkpoints, Members members) {
        List<Part> parts = new ArrayList<>();
        for (Use use :
                List.of(Use.SIGNING, Use.SIGNING_P256, Use.KEY_AGREEMENT, Use.KEY_AGREEMENT_P256, Use.TLS, Use.SOAP)) {
            certificate(keys, use)
                    .ifPresent(cert -> parts.add(own(Event.KEY_CHANGED, "key: " + use.alias(), hash(cert))));
        }
        parts.add(own(Event.KEY_CHANGED, "key: checkpoint", Sha256.hex(verifierKey)));
        checkpoints
                .second()
                .ifPresent(second -> parts.add(
                        own(Event.KEY_CHANGED, "key: checkpoint, ml-dsa-44", Sha256.hex(second.verifierKey()))));
        for (MemberSystem system : members.systems()) {
            members(parts, system);
        }
        members.systems().stream()
                .map(system -> system.id().organisation())
                .distinct()
                .forEach(organisation -> signers(parts, organisation, members));
        configuration(parts, config);
        return parts;
    }

    private static Part own(Event event, String subject, String hash) {
        return new Part(event, subject, Optional.empty(), hash);
    }

    private static Optional<X509Certificate> certificate(KeyFile keys, Use use) {
        try {
            return Optional.of(keys.certificate(use.alias()));
        } catch (IllegalStateException e) {
            return Optional.empty(); // a hub that speaks no SOAP needs no key for it
        }
    }

    private static void members(List<Part> parts, MemberSystem system) {
        String connection = String.join(
                "\n",
                system.organisationName(),
                system.protocol().name(),
                system.endpoint().map(Object::toString).orElse(""),
                system.limits().toString());
        parts.add(
                new Part(Event.MEMBER_CHANGED, "member: connection", Optional.of(system.id()), Sha256.hex(connection)));
        key(parts, system, "signing", system.signing());
        key(parts, system, "key-agreement", system.keyAgreement());
        key(parts, system, "tls", system.tls());
    }

    private static void key(List<Part> parts, MemberSystem system, String use, Optional<X509Certificate> certificate) {
        certificate.ifPresent(cert ->
                parts.add(new Part(Event.KEY_CHANGED, "member's key: " + use, Optional.of(system.id()), hash(cert))));
    }

    /** Organisations have no entry of their own: one of their systems stands for them. */
    private static void signers(List<Part> parts, String organisation, Members members) {
        TreeSet<String> hashes = new TreeSet<>();
        members.agreementSigners(organisation).forEach(cert -> hashes.add(hash(cert)));
        members.systems().stream()
                .map(MemberSystem::id)
                .filter(id -> id.organisation().equals(organisation))
                .findFirst()
                .ifPresent(system -> parts.add(new Part(
                        Event.KEY_CHANGED,
                        "member's key: agreement signers",
                        Optional.of(system),
                        Sha256.hex(String.join("\n", hashes)))));
    }

    private static void configuration(List<Part> parts, HubConfig config) {
        parts.add(setting("mode", config.mode().name().toLowerCase(Locale.ROOT)));
        parts.add(setting("name", config.name().toString()));
        parts.add(setting("limits", config.limits().toString()));
        parts.add(setting("delivery", config.delivery().toString()));
        parts.add(setting(
                "consents",
                config.privacy().consentService() + "\n"
                        + new TreeSet<>(config.privacy().consentFrom())));
        parts.add(setting("pseudonyms", config.keys().pseudonyms().epochs().toString()));
        parts.add(setting("anomalies", text(config.anomalies())));
        HubConfig.Testimony testimony = config.testimony();
        parts.add(setting("witnesses", testimony.witnesses() + "\n" + testimony.every()));
        String stamps = testimony
                .stamps()
                .map(authority -> authority.address() + "\n" + authority.every() + "\n" + text(authority.vouching()))
                .orElse("");
        parts.add(setting("timestamps", stamps));
    }

    private static Part setting(String name, String value) {
        return own(Event.CONFIGURATION_CHANGED, "configuration: " + name, Sha256.hex(value));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(file.getFileName() + " cannot be read", e);
        }
    }

    private static String hash(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }
}
