package org.emishub.deployment;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.adapters.education.snapshot.EducationProvider;
import org.emishub.adapters.socialprotection.dci.DciDoor;
import org.emishub.adapters.socialprotection.dci.DciRegistryProvider;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.member.Protocol;
import org.emishub.security.vault.ChildVault;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects every registered member through the adapter that speaks its protocol. */
@Configuration(proxyBeanMethods = false)
class Adapters {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Bean
    List<ConnectedSystem> connectedSystems(
            HubConfig config,
            Members members,
            Tls tls,
            ProtocolSigner signer,
            ProtocolVerifier verifier,
            DataSource dataSource,
            ChildVault vault,
            Clock clock) {
        return Stream.of(
                        of(members, Protocol.ONEROSTER).map(member -> {
                            EducationProvider provider =
                                    new EducationProvider(dataSource, vault, member.id().toString());
                            return ConnectedSystem.of(member.id()).answering(provider).countable(provider);
                        }),
                        reachable(members, Protocol.DCI)
                                .map(member -> ConnectedSystem.of(member.id())
                                        .answering(new DciRegistryProvider(
                                                new DciRegistryProvider.Peer(
                                                        member.id(), address(member), secured(member, tls), TIMEOUT),
                                                signer,
                                                verifier,
                                                config.name(),
                                                clock))),
                        reachable(members, Protocol.SDMX)
                                .map(member -> ConnectedSystem.of(member.id())
                                        .receivingTables(new StatisticsReceiver(
                                                member.id().toString(), http(tls), address(member), SdmxFormat.CSV))))
                .flatMap(systems -> systems)
                .toList();
    }

    private static Stream<MemberSystem> of(Members members, Protocol protocol) {
        return members.systems().stream().filter(member -> member.protocol() == protocol);
    }

    private static Stream<MemberSystem> reachable(Members members, Protocol protocol) {
        return of(members, protocol).filter(member -> member.endpoint().isPresent());
    }

    private static URI address(MemberSystem member) {
        return member.endpoint().orElseThrow();
    }

    private static Optional<javax.net.ssl.SSLContext> secured(MemberSystem member, Tls tls) {
        return Optional.of(tls.client()).filter(c -> "https".equals(address(member).getScheme()));
    }

    private static HttpClient http(Tls tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .sslContext(tls.client())
                .build();
    }

    @Bean
    ServletRegistrationBean<DciDoor> dciDoor(
            HubConfig config, Gateway gateway, ProtocolSigner signer, ProtocolVerifier verifier, Clock clock) {
        return new ServletRegistrationBean<>(
                new DciDoor(gateway, signer, verifier, config.name(), clock), "/dci/registry/sync/search");
    }
}
