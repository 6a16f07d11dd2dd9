package org.emishub.deployment.broker;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.emishub.deployment.supervision.Supervised;

/**
 * An Artemis that nobody outside this process can reach: in-VM acceptor only, journal synced to disk.
 *
 * <p>It is transport: the database is the truth, and its folder may be lost.
 */
public final class InVmBroker implements Supervised, AutoCloseable {
    private final Artemis artemis;
    private final int number;

    private InVmBroker(Artemis artemis, int number) {
        this.artemis = artemis;
        this.number = number;
    }

    /**
     * Starts it on a folder of its own.
     *
     * @throws IllegalStateException when it cannot be started
     */
    public static InVmBroker start(Path folder) {
        // In-VM acceptors are told apart by a number within the process; a folder has one broker.
        int number = folder.hashCode() & Integer.MAX_VALUE;
        return new InVmBroker(Artemis.start(folder, () -> server(folder, number)), number);
    }

    private static EmbeddedActiveMQ server(Path folder, int number) {
        try {
            Configuration configuration = Artemis.configuration(folder)
                    .setSecurityEnabled(false)
                    .addAcceptorConfiguration("in-vm", "vm://" + number);
            return new EmbeddedActiveMQ().setConfiguration(configuration);
        } catch (Exception e) {
            throw new IllegalStateException("an in-VM acceptor cannot be configured", e);
        }
    }

    public ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory("vm://" + number);
    }

    @Override
    public String name() {
        return "the hub's own broker";
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
