package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.deployment.witness.WitnessFolder;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.witness.AddCheckpoint;
import org.emishub.security.witness.Comparison;
import org.emishub.security.witness.Witness;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cosigns a checkpoint that came on a stick or on paper. */
@Command(
        name = "keep",
        description = "Keep and cosign a checkpoint from a file that 'hub ledger checkpoint' wrote.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:cosigned",
            " 1:not signed by a log that is believed, or not a continuation of what is held",
            " 2:the file cannot be used, or it needs another proof",
            " 3:signed with a key that this witness does not know: nothing can be told"
        })
final class WitnessKeepCommand implements Callable<Integer> {
    private static final int CONFLICT = 409;

    @Mixin
    private WitnessCommand.Home home = new WitnessCommand.Home();

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "The checkpoint, with or without proof.")
    private Path file = Path.of("");

    @Option(names = "--log", paramLabel = "KEY", description = "A log's verifier key to believe from now on.")
    private List<String> logs = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "The witness's name, at its first use.")
    private @Nullable String name;

    @Option(names = "-o", paramLabel = "FILE", description = "Where the cosigned checkpoint goes, for the hub.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        WitnessFolder folder = home.folder();
        if (!folder.exists() && name != null) {
            folder.make(name);
        }
        home.existing();
        logs.forEach(folder::believe);
        CheckpointFile came = CheckpointFile.read(file);
        TreeHead head = came.head();
        long held = folder.kept()
                .newest(head.origin())
                .flatMap(TreeHead::of)
                .map(TreeHead::size)
                .orElse(0L);
        // A note alone says nothing of what is held: it is good for the first one, and for the same again.
        AddCheckpoint request =
                came.request().orElseGet(() -> new AddCheckpoint(held == 0 ? 0 : head.size(), List.of(), came.note()));
        Witness.Answer answer = folder.open().add(request.toString().getBytes(StandardCharsets.UTF_8));
        if (answer.status() == 200) {
            say(answer.body(), came.note());
            return Exit.OK;
        }
        if (answer.status() == CONFLICT && answer.type().equals("text/x.tlog.size")) {
            throw new NotPossible("the witness holds a checkpoint of "
                    + answer.body().strip() + " entries: ask for 'hub ledger checkpoint --from "
                    + answer.body().strip() + " -o FILE'");
        }
        boolean unknown =
                Comparison.of(came.note(), came.request(), folder.kept(), folder.logs()) == Comparison.UNKNOWN_KEY;
        String why = unknown
                ? WitnessCheckCommand.words(Comparison.UNKNOWN_KEY, head.origin(), head.size())
                : answer.body().strip();
        spec.commandLine().getErr().println("NOT COSIGNED: " + why);
        return unknown ? Exit.UNAVAILABLE : Exit.FAILED;
    }

    private void say(String lines, SignedNote note) throws IOException {
        if (out == null) {
            spec.commandLine().getOut().print(lines);
            spec.commandLine().getOut().flush();
        } else {
            SignedNote cosigned = note.with(SignedNote.lines(lines).orElse(List.of()));
            Files.writeString(out, cosigned.toString());
            spec.commandLine().getOut().println("Cosigned; take " + out + " to the hub: hub ledger cosigned " + out);
        }
    }
}
