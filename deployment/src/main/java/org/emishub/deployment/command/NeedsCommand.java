package org.emishub.deployment.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.sandbox.Clients;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.NeedsView;
import org.emishub.deployment.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks what a child needs, as the sandbox's social worker would, of a hub that runs. */
@Command(
        name = "needs",
        description = "Ask what a child needs and what is already being done, as the sandbox's social worker.")
final class NeedsCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--any",
            description = "A child of the sandbox that has a social worker, asked about as that worker.")
    private boolean any;

    @Parameters(arity = "0..1", paramLabel = "CHILD", description = "The child's national number.")
    private String child = "";

    @Option(names = "--user", description = "The social worker's user name.")
    private String user = "";

    @Option(names = "--case", description = "The open case.")
    private String caseId = "";

    @Option(names = "--role", description = "Default: social worker.")
    private String role = "social worker";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        HubConfig read = config.read();
        NeedsView.Asker asker = asker(read);
        Clients clients = new Clients(read, SandboxKeys.in(read.keys().folder()));
        NeedsView view = new NeedsView(clients.hubProtocol(Invented.CASEWORK));
        ObjectNode result = JsonMapper.shared().createObjectNode();
        if (!json) {
            spec.commandLine()
                    .getOut()
                    .println("Child %s, asked about by %s (%s) in case %s\n"
                            .formatted(asker.child(), asker.user(), asker.role(), asker.caseId()));
        }
        for (NeedsView.Part part : view.ask(asker)) {
            JsonNode content = part.answer().content();
            result.set(part.agreement(), content);
            if (!json) {
                tell(part, content);
            }
        }
        if (json) {
            spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(result));
        }
        return Exit.OK;
    }

    private NeedsView.Asker asker(HubConfig read) {
        if (any) {
            Map<String, String> known = Sandbox.anyQuestion(read, "needs.enrolment");
            return new NeedsView.Asker(
                    known.getOrDefault("child", ""),
                    known.getOrDefault("actor", ""),
                    known.getOrDefault("role", ""),
                    known.getOrDefault("case", ""));
        }
        if (child.isEmpty() || user.isEmpty() || caseId.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give CHILD, --user and --case, or --any");
        }
        return new NeedsView.Asker(child, user, role, caseId);
    }

    private void tell(NeedsView.Part part, JsonNode content) {
        var out = spec.commandLine().getOut();
        if (!part.answer().refusal().isEmpty()) {
            out.println(part.agreement() + ": not known, or not shared with your role ("
                    + part.answer().refusal() + ")\n");
            return;
        }
        out.println(part.agreement() + ", from " + content.path("source").asString("") + ", as of "
                + content.path("asOf").asString(""));
        content.path("fields")
                .properties()
                .forEach(field -> out.println("    %-28s %s"
                        .formatted(field.getKey(), field.getValue().asString(""))));
        out.println();
    }
}
