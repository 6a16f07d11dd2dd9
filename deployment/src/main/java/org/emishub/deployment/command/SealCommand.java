package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Override
    public Integer call() {
        return operation.note("child.seal", kind.in(child.in(by.arguments())), "The child is sealed.");
    }
}
