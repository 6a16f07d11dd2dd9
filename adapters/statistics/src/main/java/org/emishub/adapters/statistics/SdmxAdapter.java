package org.emishub.adapters.statistics;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.emishub.adapters.statistics.sdmx.SdmxFormat;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** Connects a statistics office that takes SDMX; one without an endpoint takes nothing. */
public final class SdmxAdapter implements Adapter {
    private static final Protocol PROTOCOL = new Protocol("sdmx");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** An office validates a table before it answers. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int LARGEST_ANSWER = 64 * 1024;

    @Override
    public Protocol protocol() {
        return PROTOCOL;
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        ConnectedSystem system = ConnectedSystem.of(member.id());
        return member.endpoint().map(address -> at(address, system, means)).orElse(system);
    }

    private static ConnectedSystem at(URI address, ConnectedSystem system, Means means) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(means.tls().get())
                .build();
        BoundedCall office = new BoundedCall(http, ANSWER, LARGEST_ANSWER);
        return system.receivingTables(new StatisticsReceiver(system.id().toString(), office, address, SdmxFormat.ML));
    }
}
