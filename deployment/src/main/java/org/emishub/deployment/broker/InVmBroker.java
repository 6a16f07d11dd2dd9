package org.emishub.deployment.broker;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.emishub.deployment.keys.PrivateFiles;

/**
 * An Artemis that nobody outside this process can reach: in-VM acceptor only, journal synced to disk.
 *
 * <p>It is transport: the database is the truth, and its folder may be lost.
 */
public final class InVmBroker implements AutoCloseable {
    private static final int SYNC_NANOS = (int) Duration.ofNanos(300_000).toNanos();
    private static final int FILE_BYTES = 2 << 20;
    private static final long MAX_MEMORY = 32L << 20;
    private static final int MAX_ATTEMPTS = 10;

    private final EmbeddedActiveMQ broker;
    private final int number;

    private InVmBroker(EmbeddedActiveMQ broker, int number) {
        this.broker = broker;
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
        try {
            PrivateFiles.folder(folder);
            EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration(folder, number));
            broker.start();
            return new InVmBroker(broker, number);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's folder cannot be made", e);
        } catch (Exception e) {
            throw new IllegalStateException("the broker cannot be started in " + folder, e);
        }
    }

    private static Configuration configuration(Path folder, int number) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("emis-hub")
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(SYNC_NANOS)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalFileSize(FILE_BYTES)
                .setGlobalMaxSize(MAX_MEMORY)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .addAcceptorConfiguration("in-vm", "vm://" + number)
                .addAddressSetting("#", addressSettings());
        configuration.setThreadPoolMaxSize(8);
        configuration.setScheduledThreadPoolMaxSize(2);
        return configuration;
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("dead"))
                .setExpiryAddress(SimpleString.of("expired"))
                .setAutoCreateDeadLetterResources(true)
                .setAutoCreateExpiryResources(true)
                .setMaxDeliveryAttempts(MAX_ATTEMPTS)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
    }

    public ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory("vm://" + number);
    }

    public boolean running() {
        return broker.getActiveMQServer().isActive();
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not stop in order", e);
        }
    }
}
