package org.emishub.deployment.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.config.HubConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command works with. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "hub.yaml (default: $HUB_CONFIG, else hub.yaml in the project's folder when there is one)")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "FOLDER", description = "The data folder, instead of the configured one.")
    private @Nullable Path data;

    /** Reads it over the environment; see {@link HubConfig#read}. */
    HubConfig read() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (data != null) {
            environment.put("HUB_DATA", data.toAbsolutePath().toString());
        }
        // The launcher says where the project is; a command may be called from anywhere.
        Path home = Path.of(System.getProperty("hub.home", "")).toAbsolutePath();
        Path beside = home.resolve("hub.yaml");
        Optional<Path> chosen = Optional.ofNullable(file)
                .or(() -> Optional.ofNullable(environment.get("HUB_CONFIG")).map(Path::of))
                .or(() -> Files.exists(beside) ? Optional.of(beside) : Optional.empty());
        return HubConfig.read(chosen, home, environment);
    }
}
