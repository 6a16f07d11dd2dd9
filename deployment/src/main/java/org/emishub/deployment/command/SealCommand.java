package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Seals a child. */
@Command(name = "seal", description = "Seal a child, from now on and for what is queued.")
final class SealCommand implements Callable<Integer> {
    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Mixin
    private ByOption by = new ByOption();

    @Mixin
    private ChildOption child = new ChildOption();

    @Mixin
    private KindOption kind = new KindOption();

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
        ObjectNode sealed =
                kind.in(child.in(by.arguments())).put("since", since).put("against", against);
        return operation.note("child.seal", sealed, "The child is sealed.");
    }
}
