package org.emishub.routes.world;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real Artemis with a synced journal that nobody outside this process can reach. */
final class TestBroker implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int number = NUMBER.incrementAndGet();

    TestBroker(Path folder) {
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setJournalType(JournalType.NIO)
                    .setJournalBufferTimeout_NIO(300_000)
                    .setJournalFileSize(1 << 20)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .addAcceptorConfiguration("in-vm", "vm://" + number)
                    .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(10));
            broker.setConfiguration(configuration);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void start() {
        try {
            broker.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory("vm://" + number);
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
