package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.PrivateFiles;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.context.support.StandardServletEnvironment;

/** A hub that was started: its data folder is locked and its ports are open. */
public final class RunningHub implements AutoCloseable {
    private static final String LOCK = "hub.lock";

    private final FileChannel lock;
    private final ConfigurableApplicationContext context;

    private RunningHub(FileChannel lock, ConfigurableApplicationContext context) {
        this.lock = lock;
        this.context = context;
    }

    /**
     * Starts a hub; returns when it can be asked.
     *
     * @throws org.emishub.mappings.yaml.YamlException naming file and line of what stops it
     * @throws IllegalStateException saying what else does
     */
    public static RunningHub start(HubConfig config) {
        return open(config, WebApplicationType.SERVLET);
    }

    /** Opens a hub's data without running it: no port opens and nothing is delivered. */
    public static RunningHub open(HubConfig config) {
        return open(config, WebApplicationType.NONE);
    }

    private static RunningHub open(HubConfig config, WebApplicationType type) {
        FileChannel lock = lock(config);
        try {
            return new RunningHub(lock, application(config, type).run());
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** Whether a hub has this data folder open now. */
    public static boolean runsOn(HubConfig config) {
        Path file = config.data().resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder cannot be used", e);
        }
    }

    /** One hub per data folder; the operating system lets go of the lock when a hub is killed. */
    private static FileChannel lock(HubConfig config) {
        try {
            PrivateFiles.folder(config.data());
            FileChannel channel =
                    FileChannel.open(config.data().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = channel.tryLock();
            if (taken == null) {
                channel.close();
                throw new IllegalStateException(
                        "another hub runs on " + config.data() + ": stop it, or set another data folder");
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException("this process runs a hub on " + config.data() + " already", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder cannot be used", e);
        }
    }

    private static SpringApplication application(HubConfig config, WebApplicationType type) {
        SpringApplication application = new SpringApplication(HubApplication.class);
        application.setWebApplicationType(type);
        application.setEnvironment(environment(config, type));
        application.setBannerMode(Banner.Mode.OFF);
        application.setAddCommandLineProperties(false);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> ((org.springframework.context.support.GenericApplicationContext) context)
                .registerBean(HubConfig.class, () -> config));
        return application;
    }

    /** Spring sees only what follows from our configuration: neither the process's environment nor files that lie about. */
    private static StandardEnvironment environment(HubConfig config, WebApplicationType type) {
        StandardEnvironment environment =
                type == WebApplicationType.NONE ? new StandardEnvironment() : new StandardServletEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        HubConfig.Doors doors = config.doors();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "hub",
                        Map.of(
                                "spring.config.location", "classpath:/org/emishub/deployment/spring.properties",
                                "server.address", doors.host(),
                                "server.port", doors.http(),
                                "management.server.address", doors.host(),
                                "management.server.port", doors.management())));
        return environment;
    }

    /** A part of the running hub. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        close(lock);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder's lock cannot be given back", e);
        }
    }
}
