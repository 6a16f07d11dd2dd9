package org.emishub.deployment;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.wss4j.common.crypto.Merlin;
import org.emishub.adapters.education.OneRosterAdapter;
import org.emishub.adapters.education.intake.DropFolder;
import org.emishub.adapters.education.intake.DropFolderKeeper;
import org.emishub.adapters.education.intake.Intake;
import org.emishub.adapters.education.intake.PackageDoor;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.snapshot.News;
import org.emishub.adapters.education.snapshot.Snapshot;
import org.emishub.adapters.health.consent.ConsentDoor;
import org.emishub.adapters.socialprotection.dci.DciDoor;
import org.emishub.adapters.socialprotection.dci.DciLater;
import org.emishub.adapters.socialprotection.dci.DciLaterDoor;
import org.emishub.adapters.socialprotection.dci.DciStatusDoor;
import org.emishub.adapters.socialprotection.soap.SoapDoor;
import org.emishub.adapters.socialprotection.soap.SoapIdentity;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Use;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.Certificates;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.member.SigningKey;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The doors of native protocols, each an adapter's servlet behind the filter that lets only members through. */
@Configuration(proxyBeanMethods = false)
class NativeDoors {
    /** What the school register delivers. */
    @Bean
    Intake intake(
            HubConfig config,
            Members members,
            Gateway gateway,
            DataSource dataSource,
            ChildVault vault,
            AtRest atRest,
            Ledger ledger,
            Clock clock) {
        SystemId register = schoolRegister(config, members);
        String name = register.toString();
        UnmappedCodes unmappedCodes = new UnmappedCodes(dataSource, atRest, vault);
        return new Intake(
                register,
                gateway,
                new Snapshot(dataSource, vault, name),
                new News(dataSource, vault, name),
                unmapped -> ledger.commit((connection, appender) -> {
                    unmappedCodes.seen(connection, unmapped, clock.instant());
                    return unmapped;
                }),
                clock,
                ZoneOffset.UTC);
    }

    private static SystemId schoolRegister(HubConfig config, Members members) {
        return members.systems().stream()
                .filter(member -> member.protocol().equals(OneRosterAdapter.PROTOCOL))
                .map(MemberSystem::id)
                .findFirst()
                .orElseThrow(() -> new YamlException(
                        config.members().toString(), 0, "no member speaks OneRoster", "Register the school register."));
    }

    @Bean
    ServletRegistrationBean<PackageDoor> packageDoor(Intake intake) {
        PackageDoor door = new PackageDoor(intake, PackageLimits.DEFAULT, PackageDoor.DEFAULT_MAX_BYTES);
        return new ServletRegistrationBean<>(door, "/oneroster/packages");
    }

    /** The same by file: {@code drop/incoming} of the data folder. */
    @Bean
    DropFolder dropFolder(HubConfig config, Intake intake, HubRoutes routes) throws IOException {
        Path folder = config.data().resolve("drop");
        routes.keeps(new DropFolderKeeper(folder));
        return new DropFolder(folder, intake, PackageLimits.DEFAULT);
    }

    @Bean
    SmartLifecycle dropFolderIsWatchedWhileRoutesAreUp(DropFolder folder, ApplicationContext context) {
        return new WhileRoutesAreUp(context, folder::start, folder::close);
    }

    @Bean
    ServletRegistrationBean<DciDoor> dciDoor(
            HubConfig config, Gateway gateway, ProtocolSigner signer, ProtocolVerifier verifier, Clock clock) {
        DciDoor door = new DciDoor(gateway, signer, verifier, config.name(), clock);
        return new ServletRegistrationBean<>(door, "/dci/registry/sync/search");
    }

    /** The same, answered later to the callback that the asker's file registers. */
    @Bean
    DciLater dciLater(
            HubConfig config,
            Gateway gateway,
            ProtocolSigner signer,
            ProtocolVerifier verifier,
            Members members,
            DataSource dataSource,
            Clock clock) {
        Function<SystemId, Optional<URI>> callback =
                client -> members.find(client).flatMap(MemberSystem::endpoint);
        return new DciLater(gateway, signer, verifier, new DciLater.Hub(config.name(), dataSource, callback, clock));
    }

    @Bean
    ServletRegistrationBean<DciLaterDoor> dciLaterDoor(DciLater later) {
        return new ServletRegistrationBean<>(later.door(), "/dci/registry/search");
    }

    @Bean
    ServletRegistrationBean<DciStatusDoor> dciStatusDoor(DciLater later) {
        return new ServletRegistrationBean<>(later.statusDoor(), "/dci/registry/sync/txn/status");
    }

    @Bean
    SmartLifecycle acceptedQuestionsAreAnsweredWhileRoutesAreUp(DciLater later, ApplicationContext context) {
        return new WhileRoutesAreUp(context, later::start, later::close);
    }

    /** Consents and their withdrawals, from those who are entitled to hand them in. */
    @Bean
    ServletRegistrationBean<ConsentDoor> consentDoor(HubConfig config, HubRoutes routes, Gateway gateway) {
        ConsentDoor door = new ConsentDoor(
                routes.facts().consents(), gateway, config.privacy().consentFrom());
        return new ServletRegistrationBean<>(door, "/fhir/Consent");
    }

    @Bean
    ServletRegistrationBean<SoapDoor> soapDoor(Gateway gateway, KeyFile hubKeys, Tls tls, Members members, Clock clock)
            throws KeyStoreException {
        Merlin crypto = new Merlin();
        crypto.setKeyStore(hubKeys.store());
        crypto.setTrustStore(tls.trust());
        SoapIdentity self =
                new SoapIdentity(crypto, Use.SOAP.alias(), hubKeys.password().reveal());
        Function<X509Certificate, Optional<SystemId>> caller =
                certificate -> members.signingKey(Certificates.kid(certificate)).map(SigningKey::system);
        ServletRegistrationBean<SoapDoor> door =
                new ServletRegistrationBean<>(new SoapDoor(gateway, self, caller, clock), "/soap/*");
        // CXF takes seconds to begin: before the port opens, not at somebody's first question.
        door.setLoadOnStartup(1);
        return door;
    }
}
