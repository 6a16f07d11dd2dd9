package org.emishub.deployment.command;

import org.emishub.mappings.yaml.YamlException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a command that checks files ends with when one of them cannot be used. */
final class BrokenFile {
    private BrokenFile() {}

    /** Prints file, line and remedy. */
    static int failed(CommandSpec spec, YamlException broken) {
        CommandLine command = spec.commandLine();
        command.getErr().println(command.getColorScheme().errorText("hub: " + broken.getMessage()));
        return Exit.FAILED;
    }
}
