package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.emishub.mappings.yaml.YamlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pseudonyms, which only the hub can tell apart. */
@Command(
        name = "pseudonym",
        description = "Turn pseudonyms of one agreement into another's.",
        subcommands = {PseudonymCommand.Translate.class})
final class PseudonymCommand {
    /** Translates some. */
    @Command(
            name = "translate",
            description = "Turn pseudonyms of one agreement into those of another that says 'translates'. "
                    + "Each one is an entry in the ledger, with the reason, before it is answered.")
    static final class Translate implements Callable<Integer> {
        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "--from", required = true, description = "The agreement under which they were given.")
        private String from = "";

        @Option(names = "--to", required = true, description = "The agreement whose pseudonyms they become.")
        private String to = "";

        @Option(names = "--reason", required = true, description = "Why; goes into the children's log.")
        private String reason = "";

        @Option(names = "--by", description = "Who asks (${DEFAULT-VALUE}).", defaultValue = "${sys:user.name}")
        private String by = "";

        @Option(
                names = "--children",
                required = true,
                paramLabel = "FILE",
                description = "National numbers of the children among whom to look, one a line; the hub keeps none.")
        private Path children = Path.of("");

        @Parameters(paramLabel = "PSEUDONYMS", description = "A file of pseudonyms, one a line.")
        private Path pseudonyms = Path.of("");

        @Override
        public Integer call() {
            ObjectNode arguments = OperationCommand.arguments()
                    .put("from", from)
                    .put("to", to)
                    .put("reason", reason)
                    .put("by", by);
            lines(children).forEach(arguments.putArray("children")::add);
            lines(pseudonyms).forEach(arguments.putArray("pseudonyms")::add);
            JsonNode answer = operation.run("pseudonym.translate", arguments);
            answer.path("translated")
                    .forEach(row -> operation.say(row.path("pseudonym").asString("") + "  "
                            + row.path("becomes").asString("-")));
            return Exit.OK;
        }

        private static List<String> lines(Path file) {
            try {
                return Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
            } catch (IOException e) {
                throw new YamlException(file.toString(), 0, "the file cannot be read", "Name an existing text file.");
            }
        }
    }
}
