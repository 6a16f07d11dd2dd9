package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
        FileChannel lock = lock(config);
        try {
            return new RunningHub(lock, application(config).run());
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** One hub per data folder; the operating system lets go of the lock when a hub is killed. */
    private static FileChannel lock(HubConfig config) {
        try {
            PrivateFiles.folder(config.data());
            FileChannel channel = FileChannel.open(
                    config.data().resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = channel.tryLock();
            if (taken == null) {
                channel.close();
                throw new IllegalStateException(
                        "another hub runs on " + config.data() + ": stop it, or set another data folder");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder cannot be used", e);
        }
    }

    private static SpringApplication application(HubConfig config) {
        SpringApplication application = new SpringApplication(HubApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setEnvironment(environment(config));
        application.setBannerMode(Banner.Mode.OFF);
        application.setAddCommandLineProperties(false);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> ((org.springframework.context.support.GenericApplicationContext) context)
                .registerBean(HubConfig.class, () -> config));
        return application;
    }

    /** Spring sees only what follows from our configuration: neither the process's environment nor files that lie about. */
    private static StandardEnvironment environment(HubConfig config) {
        StandardServletEnvironment environment = new StandardServletEnvironment();
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
