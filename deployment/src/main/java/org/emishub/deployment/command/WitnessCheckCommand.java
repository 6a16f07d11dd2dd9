package org.emishub.deployment.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emishub.deployment.witness.WitnessFolder;
import org.emishub.security.witness.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a checkpoint with what the witness holds. */
@Command(
        name = "check",
        description = "Compare a checkpoint from a file with what the witness holds; nothing is changed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:the same history",
            " 1:another history, or not signed by a log that is believed",
            " 2:the file cannot be used",
            " 3:it cannot be told: nothing is held, there is no proof that holds, or the key is not known"
        })
final class WitnessCheckCommand implements Callable<Integer> {
    @Mixin
    private WitnessCommand.Home home = new WitnessCommand.Home();

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "The checkpoint, with or without proof.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        WitnessFolder folder = home.existing();
        CheckpointFile came = CheckpointFile.read(file);
        Comparison found = Comparison.of(came.note(), came.request(), folder.kept(), folder.logs());
        spec.commandLine()
                .getOut()
                .println(words(found, came.head().origin(), came.head().size()));
        return switch (found) {
            case SAME, CONTINUES, EARLIER -> Exit.OK;
            case CONTRADICTS, NOT_SIGNED -> Exit.FAILED;
            case NOTHING_HELD, UNPROVEN, UNKNOWN_KEY -> Exit.UNAVAILABLE;
        };
    }

    static String words(Comparison found, String origin, long size) {
        String that = "The checkpoint of " + size + " entries of " + origin;
        return switch (found) {
            case SAME -> that + " is the one that the witness holds.";
            case CONTINUES -> that + " continues what the witness holds.";
            case EARLIER -> that + " is one that the witness cosigned earlier.";
            case CONTRADICTS -> that.toUpperCase(Locale.ROOT) + " IS OF ANOTHER HISTORY than the witness holds.";
            case NOT_SIGNED -> that + " is NOT SIGNED by a log that the witness believes.";
            case UNKNOWN_KEY ->
                that
                        + " is signed with a key that this witness does not know, so it cannot be told. If the ledger's key was changed "
                        + "(deployment/docs/ledger.md), confirm the new key by another way and give it: "
                        + "hub witness keep --log KEY --file FILE";
            case NOTHING_HELD -> "The witness holds nothing of " + origin + " to compare with.";
            case UNPROVEN ->
                that
                        + " cannot be compared without a proof that holds: ask the log for 'hub ledger checkpoint --from SIZE -o FILE', "
                        + "with the size that 'hub witness show' prints.";
        };
    }
}
