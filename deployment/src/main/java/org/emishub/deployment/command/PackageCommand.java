package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Packages of many children and how far they are; never what they ask. */
@Command(
        name = "package",
        description = "List or show packages of many children.",
        subcommands = {PackageCommand.All.class, PackageCommand.Show.class})
final class PackageCommand {
    /** Lists them. */
    @Command(name = "list", description = "The newest packages first.")
    static final class All implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Override
        public Integer call() {
            JsonNode found = operation.run("package.list", OperationCommand.arguments());
            found.path("packages")
                    .forEach(one -> operation.say("%6s  %-9s  %s of %s rows  %s  %s  %s"
                            .formatted(
                                    one.path("number").asString(""),
                                    one.path("state").asString(""),
                                    one.path("answered").asString(""),
                                    one.path("rows").asString(""),
                                    one.path("sender").asString(""),
                                    one.path("agreement").asString(""),
                                    one.path("id").asString(""))));
            operation.say(found.path("packages").size() + " packages.");
            return Exit.OK;
        }
    }

    /** Shows one. */
    @Command(name = "show", description = "Everything about a package but its rows.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Parameters(paramLabel = "NUMBER")
        private String number = "";

        @Override
        public Integer call() {
            JsonNode found =
                    operation.run("package.show", OperationCommand.arguments().put("number", number));
            found.properties()
                    .forEach(line -> operation.say(
                            "%-10s  %s".formatted(line.getKey(), line.getValue().asString(""))));
            return Exit.OK;
        }
    }
}
