package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Unseals a child. */
@Command(name = "unseal", description = "Take a seal off a child.")
final class UnsealCommand implements Callable<Integer> {
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
        return operation.note("child.unseal", kind.in(child.in(by.arguments())), "The seal is off.");
    }
}
