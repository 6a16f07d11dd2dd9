package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Seals a child. */
@Command(name = "seal", description = "Seal a child, from now on and for what is queued.")
final class SealCommand implements Callable<Integer> {
    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Mixin
    private ByOption by = new ByOption();

    @Option(names = "--child", required = true, description = "The child, by its national number.")
    private String child = "";

    @Option(
            names = "--kind",
            description = "everything, protected address, adoption or suspected abuser (${DEFAULT-VALUE}).",
            defaultValue = "everything")
    private String kind = "";

    @Option(
            names = "--since",
            description =
                    "From when on what happened is kept out of the child's own log, as 2026-11-22T08:00:00Z; else from now on.")
    private String since = "";

    @Option(
            names = "--against",
            description = "From which guardian it is kept, by their national number; else from every guardian.")
    private String against = "";

    @Override
    public Integer call() {
        operation.run(
                "child.seal",
                by.arguments()
                        .put("child", child)
                        .put("kind", kind)
                        .put("since", since)
                        .put("against", against));
        operation.say("The child is sealed.");
        return Exit.OK;
    }
}
