package org.emishub.deployment.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Takes a cosignature that came by file. */
@Command(name = "cosigned", description = "Take what 'hub witness keep -o' wrote; the witness must be configured.")
final class CosignedCommand implements Callable<Integer> {
    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Parameters(paramLabel = "FILE", description = "The cosigned checkpoint.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        String note = CheckpointFile.read(file).note().toString();
        JsonNode taken =
                operation.run("ledger.cosigned", OperationCommand.arguments().put("note", note));
        taken.path("witnesses").forEach(name -> operation.say("The cosignature of " + name.asString("") + " is kept."));
        return Exit.OK;
    }
}
