package org.emishub.deployment.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Register;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Prints the record of processing from the agreements themselves; needs no running hub. */
@Command(name = "register", description = "Print who may receive what, why, on which basis and how long.")
final class RegisterCommand implements Callable<Integer> {
    /** What it can be printed as. */
    enum Format {
        html,
        csv,
        json
    }

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--format", description = "html, csv or json (default: html)")
    private Format format = Format.html;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path folder = config.read().agreements();
        Register register = Register.of(Agreements.load(folder), folder, Instant.now());
        spec.commandLine()
                .getOut()
                .println(
                        switch (format) {
                            case html -> register.html();
                            case csv -> register.csv();
                            case json -> JsonMapper.shared().writeValueAsString(register.json());
                        });
        return Exit.OK;
    }
}
