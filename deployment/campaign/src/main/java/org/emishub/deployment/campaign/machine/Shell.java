package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the machine that are run to their end. */
public final class Shell {
    private static final long PATIENCE_SECONDS = 60;

    private Shell() {}

    /**
     * What the program printed.
     *
     * @throws IllegalStateException with what it printed, when it fails or takes longer than a minute
     */
    public static String run(String... command) {
        Ran ran = ran(command);
        if (ran.exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed (" + ran.exit + "): " + ran.said);
        }
        return ran.said;
    }

    /** Whether the program ended with 0. */
    public static boolean succeeds(String... command) {
        return ran(command).exit == 0;
    }

    /** Whether every one of these programs is installed. */
    public static boolean has(String... programs) {
        return Arrays.stream(programs)
                .allMatch(p -> List.of(
                                System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
                        .stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, p))));
    }

    public static boolean isRoot() {
        return succeeds("test", "-w", "/") && run("id", "-u").equals("0");
    }

    private record Ran(int exit, String said) {}

    private static Ran ran(String... command) {
        try {
            // Into a file: what a daemon inherits would keep a pipe open for as long as it runs.
            Path output = Files.createTempFile("campaign", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Ran(-1, "no end within " + PATIENCE_SECONDS + " s");
                }
                return new Ran(
                        process.exitValue(),
                        Files.readString(output, StandardCharsets.ISO_8859_1).strip());
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
