package org.emishub.deployment.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.emishub.deployment.keys.PrivateFiles;

/** One Artemis on a folder of its own, journal synced to disk; what every broker of the hub's has in common, whoever may reach it. */
final class Artemis implements AutoCloseable {
    private static final int SYNC_NANOS = (int) Duration.ofNanos(300_000).toNanos();
    private static final int FILE_BYTES = 2 << 20;
    private static final long MAX_MEMORY = 32L << 20;
    private static final int MAX_ATTEMPTS = 10;
    /** Says that the folder is still the one this Artemis was started on: open files outlive a deletion unseen. */
    private static final String MARK = "started";

    private final Path folder;
    private final Supplier<EmbeddedActiveMQ> maker;
    private EmbeddedActiveMQ server;
    private String mark = "";

    private Artemis(Path folder, Supplier<EmbeddedActiveMQ> maker) {
        this.folder = folder;
        this.maker = maker;
        this.server = maker.get();
    }

    /**
     * Starts one.
     *
     * @param maker makes a server that was not started, the same each time
     * @throws IllegalStateException when it cannot be started
     */
    static Artemis start(Path folder, Supplier<EmbeddedActiveMQ> maker) {
        Artemis artemis = new Artemis(folder, maker);
        artemis.begin();
        return artemis;
    }

    /** Where and how durably it keeps what passes through it; acceptors and who may use them are the caller's. */
    static Configuration configuration(Path folder) {
        Configuration configuration = new ConfigurationImpl()
                .setName("emis-hub")
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

    private void begin() {
        try {
            PrivateFiles.folder(folder);
            server.start();
            if (!server.getActiveMQServer().isActive()) {
                throw new IllegalStateException("the broker did not become active in " + folder);
            }
            mark = UUID.randomUUID().toString();
            Files.writeString(folder.resolve(MARK), mark);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's folder cannot be used: " + folder, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the broker cannot be started in " + folder, e);
        }
    }

    /** Whether it serves, and still on the folder it was started on. */
    synchronized boolean works() {
        return server.getActiveMQServer().isActive() && marked();
    }

    private boolean marked() {
        try {
            return Files.readString(folder.resolve(MARK)).equals(mark);
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it anew on its folder, which is made when it is gone. */
    synchronized void restart() {
        try {
            server.stop();
        } catch (Exception e) {
            // It had broken down; that is why it is started again.
        }
        server = maker.get();
        begin();
    }

    @Override
    public synchronized void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not stop in order", e);
        }
    }
}
