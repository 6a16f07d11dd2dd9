package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a command that is not ours. */
public final class Tool {
    private Tool() {}

    /** Its standard output; fails the test with its errors when it does not end well. */
    public static String run(Path folder, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).directory(folder.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command[0] + ": " + errors);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean succeeds(Path folder, String... command) {
        try {
            run(folder, command);
            return true;
        } catch (AssertionError | UncheckedIOException e) {
            return false;
        }
    }
}
