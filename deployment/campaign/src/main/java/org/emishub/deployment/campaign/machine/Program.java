package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that can be started as a process of its own.
 *
 * @param name what the log and the report call it
 * @param environment on top of the campaign's own
 * @param log where what it prints is appended: outside what faults may harm
 */
public record Program(String name, List<String> command, Map<String, String> environment, Path log) {
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What is set for the campaign itself would override what its hubs are configured with.
        builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
