package org.emishub.deployment.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.Use;
import org.emishub.deployment.supervision.Supervised;

/**
 * An Artemis that hub nodes share: one TLS port, the CORE protocol only, and one user, who may use the hub's queues and nothing else.
 *
 * <p>It has no console, no discovery, no JMX, and no address of its own over which it could be managed.
 */
public final class ListeningBroker implements Supervised, AutoCloseable {
    private static final String HUB = "hub";

    private final Artemis artemis;

    private ListeningBroker(Artemis artemis) {
        this.artemis = artemis;
    }

    /**
     * What it shows and whom it lets in.
     *
     * @param keyStore PKCS#12 with the key and certificate {@code tls}
     */
    public record Access(Path keyStore, Secret keyStorePassword, String user, Secret password) {}

    /**
     * Starts it.
     *
     * @throws IllegalStateException when the port is taken or the folder cannot be used
     */
    public static ListeningBroker start(Path folder, InetSocketAddress listen, Access access) {
        // Artemis itself would wait, without a word, for the one that has the folder.
        requireFree(listen);
        return new ListeningBroker(Artemis.start(folder, () -> server(folder, listen, access)));
    }

    private static void requireFree(InetSocketAddress listen) {
        try (ServerSocket free = new ServerSocket(listen.getPort(), 1, InetAddress.getByName(listen.getHostString()))) {
            free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the broker cannot listen on " + listen.getHostString() + ":" + listen.getPort()
                            + ": another program has the port, or the address is not this machine's; set broker.listen",
                    e);
        }
    }

    private static EmbeddedActiveMQ server(Path folder, InetSocketAddress listen, Access access) {
        Configuration configuration = Artemis.configuration(folder)
                .setSecurityEnabled(true)
                .addAcceptorConfiguration(acceptor(listen, access))
                .putSecurityRoles("#", Set.of())
                .putSecurityRoles("deliver.#", Set.of(hubsOwn()));
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(access.user(), access.password().reveal());
        users.addRole(access.user(), HUB);
        return new EmbeddedActiveMQ()
                .setConfiguration(configuration)
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    }

    private static TransportConfiguration acceptor(InetSocketAddress listen, Access access) {
        Map<String, Object> tls = new HashMap<>();
        tls.put(TransportConstants.HOST_PROP_NAME, listen.getHostString());
        tls.put(TransportConstants.PORT_PROP_NAME, listen.getPort());
        tls.put(TransportConstants.PROTOCOLS_PROP_NAME, "CORE");
        tls.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        tls.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
        tls.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
        tls.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, access.keyStore().toString());
        tls.put(
                TransportConstants.KEYSTORE_PASSWORD_PROP_NAME,
                access.keyStorePassword().reveal());
        tls.put(TransportConstants.KEYSTORE_ALIAS_PROP_NAME, Use.TLS.alias());
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), tls, "tls");
    }

    /** Sends, consumes, makes the queues it needs; browses nothing, deletes nothing, manages nothing. */
    private static Role hubsOwn() {
        boolean yes = true;
        boolean no = false;
        return new Role(HUB, yes, yes, yes, no, no, no, no, no, yes, no, no, no);
    }

    @Override
    public String name() {
        return "the broker";
    }

    @Override
    public boolean works() {
        return artemis.works();
    }

    @Override
    public void restart() {
        artemis.restart();
    }

    @Override
    public void close() {
        artemis.close();
    }
}
