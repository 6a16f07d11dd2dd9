package org.emishub.deployment;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.routes.delivery.HubProtocolReceiver;
import org.emishub.routes.system.Adapters;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.member.Protocol;
import org.emishub.security.vault.ChildVault;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects every registered system through the installed adapter that speaks its protocol. */
@Configuration(proxyBeanMethods = false)
class ConnectedSystems {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** At most; and no answer is waited for longer than a third of an attempt's lease, or another attempt would begin beside it. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

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
            Envelopes envelopes,
            Clock clock) {
        Means means = new Means(config.name(), tls::client, signer, verifier, dataSource, vault, clock);
        Stream<ConnectedSystem> ours = members.systems().stream()
                .filter(member -> member.protocol().equals(Protocol.HUB))
                .flatMap(member -> receiving(member, means, envelopes, answer(config)).stream());
        return new All(Stream.concat(Adapters.installed().connect(members.systems(), means).stream(), ours)
                .toList());
    }

    private static Duration answer(HubConfig config) {
        Duration third = config.delivery().lease().dividedBy(3);
        return third.compareTo(ANSWER) < 0 ? third : ANSWER;
    }

    /** A member of the hub's own protocol with an address takes what is disclosed to it; the hub itself has none. */
    private static Optional<ConnectedSystem> receiving(
            MemberSystem member, Means means, Envelopes envelopes, Duration answer) {
        return member.endpoint().map(address -> {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .sslContext(means.tls().get())
                    .build();
            HubProtocolReceiver.Peer peer = new HubProtocolReceiver.Peer(member.id(), address, answer);
            return ConnectedSystem.of(member.id())
                    .receiving(new HubProtocolReceiver(means.hub(), peer, http, envelopes, means.clock()));
        });
    }
}
