package org.emishub.deployment;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.adapters.education.snapshot.EducationProvider;
import org.emishub.adapters.health.enrolment.HealthReceiver;
import org.emishub.adapters.health.register.HealthProvider;
import org.emishub.adapters.health.register.HealthRegister;
import org.emishub.adapters.health.register.IdentifierSystems;
import org.emishub.adapters.health.register.RegisterSettings;
import org.emishub.adapters.socialprotection.dci.DciRegistryProvider;
import org.emishub.adapters.statistics.StatisticsReceiver;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.vault.ChildVault;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects every registered system through the adapter that speaks its protocol. */
@Configuration(proxyBeanMethods = false)
class ConnectedSystems {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The connected systems, as one bean: Spring would take a list for all beans of its element's type. */
    record All(List<ConnectedSystem> list) {}

    @Bean
    All connectedSystems(
            HubConfig config,
            Members members,
            Tls tls,
            ProtocolSigner signer,
            ProtocolVerifier verifier,
            DataSource dataSource,
            ChildVault vault,
            Clock clock) {
        Means means = new Means(config.name(), tls.client(), signer, verifier, dataSource, vault, clock);
        List<Adapter> others = ServiceLoader.load(Adapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new All(members.systems().stream()
                .flatMap(member -> connect(member, others, means))
                .toList());
    }

    /** An adapter that was added goes before those of this repository's own four sectors. */
    private static Stream<ConnectedSystem> connect(MemberSystem member, List<Adapter> others, Means means) {
        Optional<ConnectedSystem> other = others.stream()
                .flatMap(adapter -> adapter.connect(member, means).stream())
                .findFirst();
        return other.isPresent() ? other.stream() : connect(member, means);
    }

    private static Stream<ConnectedSystem> connect(MemberSystem member, Means means) {
        ConnectedSystem system = ConnectedSystem.of(member.id());
        Optional<URI> address = member.endpoint();
        return switch (member.protocol()) {
            case ONEROSTER -> Stream.of(education(system, means));
            case FHIR -> address.map(at -> health(system, at, means)).stream();
            case DCI -> address.map(at -> registry(system, at, means)).stream();
            case SDMX -> address.map(at -> statistics(system, at, means)).stream();
            // These only ask.
            case HUB, SOAP -> Stream.empty();
        };
    }

    private static ConnectedSystem education(ConnectedSystem system, Means means) {
        EducationProvider provider = new EducationProvider(
                means.dataSource(), means.vault(), system.id().toString());
        return system.answering(provider).countable(provider);
    }

    private static ConnectedSystem health(ConnectedSystem system, URI address, Means means) {
        RegisterSettings settings = RegisterSettings.of(system.id(), address, IdentifierSystems.sandbox());
        HealthRegister register = HealthRegister.open(settings, means.tls());
        return system.answering(new HealthProvider(register, means.clock())).receiving(new HealthReceiver(register));
    }

    private static ConnectedSystem registry(ConnectedSystem system, URI address, Means means) {
        DciRegistryProvider.Peer peer =
                new DciRegistryProvider.Peer(system.id(), address, Optional.of(means.tls()), TIMEOUT);
        return system.answering(
                new DciRegistryProvider(peer, means.signer(), means.verifier(), means.hub(), means.clock()));
    }

    private static ConnectedSystem statistics(ConnectedSystem system, URI address, Means means) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .sslContext(means.tls())
                .build();
        return system.receivingTables(new StatisticsReceiver(system.id().toString(), http, address, SdmxFormat.ML));
    }
}
