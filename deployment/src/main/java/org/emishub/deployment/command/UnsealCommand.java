package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Unseals a child. */
@Command(name = "unseal", description = "Take a seal off a child.")
final class UnsealCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        operation.run("child.unseal", by.arguments().put("child", child).put("kind", kind));
        operation.say("The seal is off.");
        return Exit.OK;
    }
}
