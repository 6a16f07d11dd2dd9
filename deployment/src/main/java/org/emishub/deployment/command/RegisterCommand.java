package org.emishub.deployment.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operator;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Changes;
import org.emishub.security.register.Register;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints the record of processing from the agreements themselves, and what auditors ask of it; the register alone needs no hub. */
@Command(
        name = "register",
        description = {
            "Print who may receive what, why, on which basis and how long.",
            "Or what changed between two days, whether more is allowed than is used, or the facts for an impact assessment."
        })
final class RegisterCommand implements Callable<Integer> {
    private static final String AUDITOR = "${sys:user.name}";

    /** What it can be printed as. */
    enum Format {
        html,
        csv,
        json
    }

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--format", description = "html, csv or json (default: html)")
    private Format format = Format.html;

    @Option(names = "--json", description = "As --format json: an array, one object per agreement.")
    private boolean json;

    @ArgGroup
    private @Nullable What what;

    @Option(names = "--by", description = "Who looks (${DEFAULT-VALUE}).", defaultValue = AUDITOR)
    private String by = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of them at a time. */
    static final class What {
        @ArgGroup(exclusive = false)
        private @Nullable Between between;

        @Option(names = "--matrix", description = "Per field: asked for, allowed, delivered, never used in 90 days.")
        private boolean matrix;

        @Option(
                names = "--dpia",
                paramLabel = "AGREEMENT",
                description = "The facts for an impact assessment of one agreement.")
        private String dpia = "";
    }

    /** Two days. */
    static final class Between {
        @Option(names = "--from", required = true, paramLabel = "DATE", description = "What changed since that day.")
        private LocalDate from = LocalDate.EPOCH;

        @Option(
                names = "--to",
                paramLabel = "DATE",
                description = "Until that day (default: today, where the agreements hold).")
        private @Nullable LocalDate to;

        @Option(names = "--files", description = "From the versions in the folder, not from what a hub kept.")
        private boolean files;
    }

    @Override
    public Integer call() {
        HubConfig hub = config.read();
        format = json ? Format.json : format;
        What asked = what;
        if (asked != null && asked.between != null) {
            print(changes(hub, asked.between));
        } else if (asked != null && asked.matrix) {
            print(operation(hub, "register.matrix", "matrix", ""));
        } else if (asked != null && !asked.dpia.isEmpty()) {
            if (format == Format.csv) {
                throw new ParameterException(spec.commandLine(), "an assessment has no rows: print it as html or json");
            }
            print(operation(hub, "register.dpia", "dpia", asked.dpia));
        } else {
            print(register(hub.agreements()));
        }
        return Exit.OK;
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
    }

    private String register(Path folder) {
        Register register = Register.of(Agreements.load(folder), folder, Instant.now());
        return switch (format) {
            case html -> register.html();
            case csv -> register.csv();
            case json -> text(register.json());
        };
    }

    private static String text(JsonNode node) {
        return JsonMapper.shared().writeValueAsString(node);
    }

    private String operation(HubConfig hub, String operation, String name, String agreement) {
        ObjectNode arguments = OperationCommand.arguments()
                .put("format", format.name().toLowerCase(Locale.ROOT))
                .put("agreement", agreement)
                .put("by", by);
        JsonNode answer = new Operator(hub).run(operation, arguments);
        return format == Format.json
                ? text(answer.path(name))
                : answer.path("text").asString("");
    }

    private String changes(HubConfig hub, Between days) {
        if (days.to != null && days.to.isBefore(days.from)) {
            throw new ParameterException(spec.commandLine(), "--to is before --from");
        }
        boolean kept = !days.files
                && (hub.database().isPresent()
                        || RunningHub.runsOn(hub)
                        || Files.isDirectory(hub.data().resolve("database")));
        KeptTexts texts = kept
                ? KeptTexts.of(new Operator(hub).run("register.texts", OperationCommand.arguments()))
                : KeptTexts.of(Agreements.load(hub.agreements()));
        LocalDate to = days.to != null ? days.to : texts.today(Instant.now());
        Changes changes = Changes.between(days.from, texts.on(days.from), to, texts.on(to), texts.source());
        return switch (format) {
            case html -> changes.html();
            case csv -> changes.csv();
            case json -> text(changes.json());
        };
    }
}
