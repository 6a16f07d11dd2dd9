package org.emishub.security.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The verifier, and the maker that tries it, as the programs that they are. */
final class Python {
    private static final int MINUTES = 60;

    private final Path folder;
    final Path verifier;

    /** Puts them into a folder; the test is skipped, saying so, where there is no Python. */
    Python(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (String name : List.of("verify.py", "maker.py", "tamper.py", "volume.py")) {
            try (InputStream in = CasePacks.class.getResourceAsStream(name)) {
                Files.write(this.folder.resolve(name), in.readAllBytes());
            }
        }
        this.verifier = this.folder.resolve("verify.py");
        assumeTrue(run(List.of("--version")).exit() == 0, "not installed: python3");
    }

    /** How a program ended and what it said. */
    record Ran(int exit, String out, String err) {}

    Ran verify(Object... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(verifier.toString()));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return run(all);
    }

    Ran run(List<String> arguments) throws IOException {
        return run(arguments, Map.of(), Optional.empty());
    }

    Ran run(List<String> arguments, Map<String, String> environment, Optional<Path> in) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-B"));
        command.addAll(arguments);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(in.orElse(folder).toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end: " + command);
            }
            return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs Python with the maker and the verifier at hand; prints what the program prints. */
    String make(String program) throws IOException {
        Ran ran = run(List.of("-c", "import sys; sys.path.insert(0, '.')\nimport maker, json, os\n" + program));
        if (ran.exit() != 0) {
            throw new AssertionError(ran.err());
        }
        return ran.out().strip();
    }
}
