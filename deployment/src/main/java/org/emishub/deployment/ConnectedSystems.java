package org.emishub.deployment;

import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.Tls;
import org.emishub.routes.system.Adapters;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.Members;
import org.emishub.security.vault.ChildVault;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects every registered system through the installed adapter that speaks its protocol. */
@Configuration(proxyBeanMethods = false)
class ConnectedSystems {
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
        Means means = new Means(config.name(), tls::client, signer, verifier, dataSource, vault, clock);
        return new All(Adapters.installed().connect(members.systems(), means));
    }
}
