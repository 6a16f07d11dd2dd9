package org.emishub.deployment.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Cases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the agreements and runs the cases beside them; needs no running hub. */
@Command(name = "agreement", description = "Check the agreements, or run the cases beside them.")
final class AgreementCommand {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Read every agreement; print what the parties should know.")
    int check() {
        Path folder = config.read().agreements();
        Agreements agreements = Agreements.load(folder);
        List<String> warnings = agreements.warnings(Instant.now());
        if (json) {
            ObjectNode result = JsonMapper.shared()
                    .createObjectNode()
                    .put("agreements", agreements.all().size());
            ArrayNode list = result.putArray("warnings");
            warnings.forEach(list::add);
            print(result);
        } else {
            warnings.forEach(warning -> spec.commandLine().getOut().println("warning: " + warning));
            spec.commandLine().getOut().println(agreements.all().size() + " agreements can be used.");
        }
        return Exit.OK;
    }

    @Command(description = "Run the cases of every agreement.")
    int test() {
        Path folder = config.read().agreements();
        ObjectNode result = JsonMapper.shared().createObjectNode();
        ArrayNode list = result.putArray("cases");
        int failed = 0;
        for (Agreement agreement : Agreements.load(folder).all()) {
            for (Cases.Result one : Cases.run(agreement, Cases.of(agreement, folder))) {
                failed += one.passed() ? 0 : 1;
                list.addObject()
                        .put("agreement", agreement.id())
                        .put("case", one.example().title())
                        .put("line", one.example().line())
                        .put("passed", one.passed())
                        .put("difference", one.difference());
                if (!json) {
                    tell(agreement, one);
                }
            }
        }
        result.put("failed", failed);
        if (json) {
            print(result);
        } else {
            spec.commandLine().getOut().println(list.size() + " cases, " + failed + " failed.");
        }
        return failed == 0 ? Exit.OK : Exit.FAILED;
    }

    private void tell(Agreement agreement, Cases.Result result) {
        String where = agreement.id() + ".cases.yaml:" + result.example().line();
        spec.commandLine()
                .getOut()
                .println((result.passed() ? "passed  " : "FAILED  ") + where + ": "
                        + result.example().title());
        if (!result.passed()) {
            spec.commandLine().getOut().println("        " + result.difference());
        }
    }

    private void print(ObjectNode result) {
        spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(result));
    }
}
