package org.emishub.deployment.campaign.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a Java program of ours is started as a process of its own. */
public final class Java {
    private static final String HUB = "org.emishub.deployment.Hub";

    private Java() {}

    /** The hub as it is shipped: nothing of the campaign is on its class path. */
    public static List<String> hub(List<String> options, String... arguments) {
        return command(withClasses(forShortLives(options)), "384m", shipped(), HUB, arguments);
    }

    /**
     * The first compiler alone, as an operator gives it in {@code JAVA_OPTIONS}: what is killed every minute on a machine
     * it shares with everything else never lives to see what the second compiler makes, and pays for it at each start.
     */
    private static List<String> forShortLives(List<String> options) {
        return Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), options.stream())
                .toList();
    }

    /** With the archive of classes that {@code ./hub prepare} made, where there is one: as the launcher starts a hub. */
    private static List<String> withClasses(List<String> options) {
        Path archive = Path.of(System.getProperty("hub.home", "."), "deployment", "target", "hub", "hub.jsa");
        // JDK 17 crashes when an agent looks at classes from an archive
        // (KlassFactory::check_shared_class_file_load_hook).
        boolean agent = options.stream().anyMatch(option -> option.startsWith("-javaagent"));
        return Files.exists(archive) && !agent
                ? Stream.concat(options.stream(), Stream.of("-XX:SharedArchiveFile=" + archive))
                        .toList()
                : options;
    }

    /** A program of the campaign. */
    public static List<String> campaign(Class<?> main, String... arguments) {
        return command(
                List.of("-XX:TieredStopAtLevel=1"),
                "96m",
                System.getProperty("java.class.path"),
                main.getName(),
                arguments);
    }

    private static List<String> command(
            List<String> options, String heap, String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String shipped() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("campaign" + File.separator + "target"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The campaign's own jar, which is also the agent that weaves the seeded bugs. */
    public static Path agent() {
        return Path.of(System.getProperty("hub.home", "."), "deployment", "campaign", "target", "campaign.jar");
    }
}
