package org.emishub.deployment.broker;

import jakarta.jms.ConnectionFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.emishub.deployment.config.Secret;

/** The way to an Artemis that is a process of its own: TLS to a certificate of one authority, and a password. */
public final class OutsideBroker {
    private static final int CALL_MILLIS = 10_000;
    private static final int CHECK_MILLIS = 5_000;
    private static final int SILENT_MILLIS = 15_000;
    /** Nodes share a queue: what one has fetched ahead, another cannot deliver meanwhile. */
    private static final int AHEAD_BYTES = 16 << 10;

    private OutsideBroker() {}

    /**
     * Connections to it. One that breaks says so at once and is not mended behind its user's back: what it may have lost is due again.
     *
     * @param authority PEM of the only authority whose certificates are accepted; the address must stand in the broker's
     */
    public static ConnectionFactory connections(
            InetSocketAddress address, String user, Secret password, Path authority) {
        Map<String, Object> tls = new HashMap<>();
        tls.put(TransportConstants.HOST_PROP_NAME, address.getHostString());
        tls.put(TransportConstants.PORT_PROP_NAME, address.getPort());
        tls.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        tls.put(TransportConstants.VERIFY_HOST_PROP_NAME, true);
        tls.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PEM");
        tls.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, authority.toString());
        ActiveMQConnectionFactory factory = ActiveMQJMSClient.createConnectionFactoryWithoutHA(
                JMSFactoryType.CF, new TransportConfiguration(NettyConnectorFactory.class.getName(), tls));
        factory.setUser(user);
        factory.setPassword(password.reveal());
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setCallTimeout(CALL_MILLIS);
        factory.setClientFailureCheckPeriod(CHECK_MILLIS);
        factory.setConnectionTTL(SILENT_MILLIS);
        factory.setConsumerWindowSize(AHEAD_BYTES);
        return factory;
    }
}
