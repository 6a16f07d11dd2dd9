package org.emishub.deployment.packages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.emishub.deployment.Hub;
import org.emishub.deployment.config.HubConfig;

/** A hub as a process of its own, which can be killed as the kernel kills. */
final class HubProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;

    private HubProcess(Process process) {
        this.process = process;
    }

    /** Starts it with the heap that {@code ./hub} gives it, for a short life; returns when it can be asked. */
    static HubProcess start(HubConfig config, Map<String, String> settings, Path log) throws Exception {
        return start(config, settings, log, "-XX:TieredStopAtLevel=1");
    }

    /** The same with a compiler for a long life. */
    static HubProcess startToMeasure(HubConfig config, Map<String, String> settings, Path log) throws Exception {
        return start(config, settings, log, "-XX:+TieredCompilation");
    }

    private static HubProcess start(HubConfig config, Map<String, String> settings, Path log, String compiler)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                compiler,
                "-XX:+ExitOnOutOfMemoryError",
                "-Dhub.home=" + System.getProperty("emishub.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Hub.class.getName(),
                "run"));
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        HubProcess hub = new HubProcess(builder.start());
        hub.awaitReady(config);
        return hub;
    }

    private void awaitReady(HubConfig config) throws Exception {
        URI ready = URI.create("http://127.0.0.1:" + config.doors().management() + "/actuator/health/readiness");
        HttpClient http = HttpClient.newHttpClient();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(100);
        }
        close();
        throw new IllegalStateException("the hub did not start: see its log");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing is said goodbye to. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
