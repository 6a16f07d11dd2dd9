package org.emishub.adapters.socialprotection;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.emishub.adapters.socialprotection.dci.DciCallback;
import org.emishub.adapters.socialprotection.dci.DciRegistryProvider;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/**
 * Connects a system that speaks DCI.
 *
 * <p>Its endpoint is where the hub posts to it: the {@code search} of a registry that is asked, the {@code on-search} of a client that is answered later. A system without one asks
 * and is answered on the same exchange.
 */
public final class DciAdapter implements Adapter {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public Protocol protocol() {
        return Protocol.DCI;
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        ConnectedSystem system = ConnectedSystem.of(member.id());
        return member.endpoint().map(address -> at(address, system, means)).orElse(system);
    }

    private static ConnectedSystem at(URI address, ConnectedSystem system, Means means) {
        DciRegistryProvider.Peer peer = new DciRegistryProvider.Peer(
                system.id(), address, Optional.of(means.tls().get()), TIMEOUT);
        return system.answering(
                        new DciRegistryProvider(peer, means.signer(), means.verifier(), means.hub(), means.clock()))
                .takingAnswers(new DciCallback(address, peer.tls(), TIMEOUT));
    }
}
