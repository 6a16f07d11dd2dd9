package org.emishub.deployment.sandbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.emishub.deployment.Hub;

/** A hub as a process of its own, that can be killed. */
final class HubProcess implements AutoCloseable {
    private final Process process;

    private HubProcess(Process process) {
        this.process = process;
    }

    /** Starts one, and waits until it is ready. */
    static HubProcess start(Path home, Map<String, String> settings, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Hub.class.getName(),
                "run"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        HubProcess hub = new HubProcess(builder.start());
        hub.awaitReady(
                URI.create("http://127.0.0.1:" + settings.get("HUB_DOORS_MANAGEMENT") + "/actuator/health/readiness"));
        return hub;
    }

    private void awaitReady(URI readiness) throws Exception {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (ready(readiness)) {
                return;
            }
            Thread.sleep(100);
        }
        close();
        throw new IllegalStateException("the hub's process is not ready");
    }

    private static boolean ready(URI readiness) {
        try {
            HttpURLConnection connection = (HttpURLConnection) readiness.toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await(30);
    }

    boolean runs() {
        return process.isAlive();
    }

    private boolean await(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!await(30)) {
            kill();
        }
    }
}
