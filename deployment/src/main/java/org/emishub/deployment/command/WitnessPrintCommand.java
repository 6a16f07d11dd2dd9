package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.deployment.witness.QrSheet;
import org.emishub.deployment.witness.WitnessFolder;
import org.emishub.security.note.SignedNote;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the witness holds, for paper. */
@Command(name = "print", description = "Print what the witness holds, cosigned, as a QR code.")
final class WitnessPrintCommand implements Callable<Integer> {
    @Mixin
    private WitnessCommand.Home home = new WitnessCommand.Home();

    @Option(names = "--log", paramLabel = "ORIGIN", description = "Which log's, where there are several.")
    private @Nullable String log;

    @Option(names = "-o", paramLabel = "FILE", description = "A file .svg or .png, instead of the terminal.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        WitnessFolder folder = home.existing();
        String origin = folder.log(Optional.ofNullable(log)).name();
        SignedNote held = folder.kept()
                .newest(origin)
                .orElseThrow(() -> new NotPossible("the witness holds nothing of " + origin + " yet"));
        QrSheet sheet = QrSheet.of("What the witness holds of " + origin, held.toString());
        if (out == null) {
            spec.commandLine().getOut().print(sheet.terminal() + "\n" + held);
            spec.commandLine().getOut().flush();
        } else {
            Files.write(out, sheet.as(out));
        }
        return Exit.OK;
    }
}
