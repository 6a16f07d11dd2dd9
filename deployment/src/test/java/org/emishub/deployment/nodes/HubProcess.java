package org.emishub.deployment.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.emishub.deployment.Hub;

/** {@code ./hub ...} in a Java process of its own, which can be killed. */
public final class HubProcess implements AutoCloseable {
    private final Process process;
    private final Path said;

    private HubProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts it; what it says is kept in a file. */
    public static HubProcess start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Hub.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
        return new HubProcess(builder.start(), log);
    }

    /** Waits until it has said so often that it is ready. */
    public HubProcess ready(String words, int times, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (said().split(words, -1).length - 1 < times) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("it did not become ready: " + said());
            }
            Thread.sleep(50);
        }
        return this;
    }

    public String said() {
        try {
            return Files.exists(said) ? Files.readString(said) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill -STOP} and {@code -CONT}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** The exit code of a command that ends by itself. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("it does not end: " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
