package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.emishub.mappings.yaml.YamlException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says field by field what an agreement would do, and why; nothing leaves. */
@Command(
        name = "explain",
        description =
                "Say field by field what an agreement delivers, generalises and withholds, with rule and legal basis.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Option(names = "--agreement", required = true, description = "The agreement's id.")
    private String agreement = "";

    @Option(names = "--child", description = "A child's national number, as the provider knows it.")
    private String child = "";

    @Option(names = "--any", description = "Any child of the sandbox, asked about as its case worker would.")
    private boolean any;

    @Option(names = "--actor", description = "The user who would ask.")
    private String actor = "";

    @Option(names = "--role", description = "The role in which they would ask.")
    private String role = "";

    @Option(names = "--case", description = "The case under which they would ask.")
    private String caseId = "";

    @Option(names = "--purpose", description = "The purpose they would state (default: the agreement's).")
    private String purpose = "";

    @Parameters(arity = "0..1", paramLabel = "RECORD.json", description = "A record: field path to value.")
    private @Nullable Path record;

    @Override
    public Integer call() {
        ObjectNode arguments = OperationCommand.arguments()
                .put("agreement", agreement)
                .put("child", child)
                .put("actor", actor)
                .put("role", role)
                .put("case", caseId)
                .put("purpose", purpose);
        if (record != null) {
            arguments.set("record", read(record));
        }
        if (any) {
            operation.anyQuestion(agreement).forEach(arguments::put);
        }
        JsonNode explained = operation.run("explain", arguments);
        operation.say(explained.path("text").asString(""));
        return Exit.OK;
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new YamlException(file.toString(), 0, "the record cannot be read", "Name an existing file.");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new YamlException(file.toString(), line, "not JSON", "Write {\"child.birthDate\": \"2016-03-01\"}.");
        }
    }
}
