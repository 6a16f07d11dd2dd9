package org.emishub.deployment.command;

import java.time.ZoneId;
import java.util.Map;
import org.emishub.deployment.operation.Operator;
import org.emishub.deployment.sandbox.Sandbox;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What commands that operate a hub have in common: which hub, and whether to print JSON. */
final class OperationCommand {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    static ObjectNode arguments() {
        return JsonMapper.shared().createObjectNode();
    }

    /** Who asks about whom, of the sandbox's invented people, so that the agreement applies. */
    Map<String, String> anyQuestion(String agreement) {
        return Sandbox.anyQuestion(config.read(), agreement);
    }

    /** A child of the sandbox and its guardian, for {@code --any}. */
    Map<String, String> anyGuardian() {
        return Sandbox.anyGuardian(config.read());
    }

    /** In which parents are told when something was. */
    ZoneId zone() {
        return config.read().privacy().majority().zone();
    }

    /** Runs the operation and prints its answer as JSON where that was asked for. */
    JsonNode run(String operation, ObjectNode arguments) {
        JsonNode answer = ask(operation, arguments);
        tell(answer);
        return answer;
    }

    /** Runs the operation and prints nothing. */
    JsonNode ask(String operation, ObjectNode arguments) {
        return new Operator(config.read()).run(operation, arguments);
    }

    /** Prints JSON where that was asked for. */
    void tell(JsonNode answer) {
        if (json) {
            spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(answer));
        }
    }

    /** Runs an operation that notes something, and says so. */
    int note(String operation, ObjectNode arguments, String done) {
        run(operation, arguments);
        say(done);
        return Exit.OK;
    }

    /** Prints for a person, unless JSON was asked for. */
    void say(String line) {
        if (!json) {
            spec.commandLine().getOut().println(line);
        }
    }
}
