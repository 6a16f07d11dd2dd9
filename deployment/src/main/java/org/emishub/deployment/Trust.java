package org.emishub.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.PseudonymKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.envelope.HubProtocolSigner;
import org.emishub.security.envelope.JoseEnvelopes;
import org.emishub.security.envelope.MemberProtocolVerifier;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.Quotas;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keys, members and what is signed and sealed with them. */
@Configuration(proxyBeanMethods = false)
class Trust {
    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The hub's own key store; a sandbox makes it, and the registry of its invented members, at first start. */
    @Bean
    KeyFile hubKeys(HubConfig config) {
        return config.mode() == Mode.SANDBOX
                ? SandboxRegistry.prepare(config).hub()
                : KeyFile.open(
                        config.keys().folder().resolve("hub.p12"), config.keys().opening());
    }

    @Bean
    MasterKeys masterKeys(HubConfig config, KeyFile afterTheFolderIsMade) {
        Path folder = config.keys().folder();
        return config.mode() == Mode.SANDBOX ? MasterKeys.madeIn(folder) : MasterKeys.in(folder);
    }

    @Bean
    Members members(HubConfig config, Clock clock, KeyFile afterTheRegistryIsMade) {
        Members members = Members.load(config.members(), clock);
        members.warnings().forEach(LOG::warn);
        Endpoints.check(config, members);
        return members;
    }

    @Bean
    Quotas quotas(Members members) {
        return new Quotas(members);
    }

    @Bean
    Tls tls(HubConfig config, KeyFile hubKeys) {
        return new Tls(hubKeys, authority(config.members().resolve("ca.pem")));
    }

    /** @throws YamlException when there is no certificate */
    static X509Certificate authority(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new YamlException(
                    file.toString(), 0, "an authority's certificate cannot be read", "Put its PEM there.");
        }
    }

    @Bean
    OwnKeys ownKeys(HubConfig config, KeyFile hubKeys) {
        return new OwnKeys(
                config.name(),
                List.of(own(hubKeys, Use.SIGNING), own(hubKeys, Use.SIGNING_P256)),
                List.of(own(hubKeys, Use.KEY_AGREEMENT), own(hubKeys, Use.KEY_AGREEMENT_P256)));
    }

    private static OwnKey own(KeyFile keys, Use use) {
        return new OwnKey(keys.key(use.alias()), keys.certificate(use.alias()));
    }

    @Bean
    CurveProvider curves() {
        CurveProvider curves = CurveProvider.best();
        LOG.info("elliptic curves by {}", curves.name());
        return curves;
    }

    @Bean
    JoseEnvelopes envelopes(OwnKeys own, Members members, Clock clock, CurveProvider curves) {
        return new JoseEnvelopes(own, () -> members, clock, curves);
    }

    @Bean
    ProtocolSigner protocolSigner(OwnKeys own, CurveProvider curves) {
        return new HubProtocolSigner(own.signing().get(0), curves);
    }

    @Bean
    ProtocolVerifier protocolVerifier(Members members, CurveProvider curves) {
        return new MemberProtocolVerifier(() -> members, curves);
    }

    @Bean
    HmacPseudonyms pseudonyms(HubConfig config, Clock clock, KeyFile afterTheFolderIsMade) {
        if (config.mode() == Mode.SANDBOX) {
            PseudonymKeys.make(config.keys());
        }
        return new HmacPseudonyms(PseudonymKeys.open(config.keys()), clock);
    }
}
