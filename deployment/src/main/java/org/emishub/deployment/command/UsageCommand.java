package org.emishub.deployment.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emishub.security.usage.UsageQuery;
import org.emishub.security.usage.UsageWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who looked at a child's data, for somebody who may know it. */
@Command(
        name = "usage",
        description =
                "Who looked at a child's data: what a guardian or the young person may see of it, in plain words.")
final class UsageCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV");

    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Mixin
    private ByOption by = new ByOption();

    @Option(names = "--any", description = "A child of the sandbox that has a social worker, as its guardian.")
    private boolean any;

    @Option(names = "--child", description = "The child, by its national number.")
    private String child = "";

    @Option(
            names = "--as",
            paramLabel = "WHO",
            description = "As whom: guardian:THEIR-NUMBER, or child for the young person.")
    private String as = "";

    @Option(names = "--lang", description = "en, ru, kk, tg or tk (${DEFAULT-VALUE}).", defaultValue = "en")
    private String lang = "";

    @Option(names = "--from", description = "From when on, as 2026-11-22T08:00:00Z.")
    private String from = "";

    @Option(names = "--to", description = "Until when.")
    private String to = "";

    @Option(names = "--offset", description = "How many to leave out, from the newest.", defaultValue = "0")
    private int offset;

    @Option(
            names = "--limit",
            description = "How many at most (${DEFAULT-VALUE}).",
            defaultValue = UsageQuery.DEFAULT_LIMIT + "")
    private int limit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!any && (child.isEmpty() || as.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "give --child and --as, or --any");
        }
        if (!UsageWords.LANGUAGES.contains(lang)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there are no words in '" + lang + "': give --lang " + String.join(", ", UsageWords.LANGUAGES));
        }
        ObjectNode arguments = by.arguments().put("child", child).put("as", as);
        if (any) {
            operation.anyGuardian().forEach(arguments::put);
        }
        JsonNode found = operation.run(
                "usage.find",
                arguments
                        .put("lang", lang)
                        .put("from", from)
                        .put("to", to)
                        .put("offset", offset)
                        .put("limit", limit));
        UsageWords words = UsageWords.in(lang);
        int total = found.path("totalUsages").asInt(0);
        JsonNode usages = found.path("usages");
        if (usages.isEmpty()) {
            operation.say(words.text("nothing"));
            return Exit.OK;
        }
        operation.say(words.text("title", Map.of("count", total)) + ". "
                + words.text("shown", Map.of("shown", usages.size())));
        ZoneId zone = operation.zone();
        usages.forEach(usage -> say(words, zone, usage));
        return Exit.OK;
    }

    /** A moment as people there read it; the JSON has it in UTC. */
    static String local(String utc, ZoneId zone) {
        return MINUTES.format(Instant.parse(utc).atZone(zone));
    }

    private void say(UsageWords words, ZoneId zone, JsonNode usage) {
        operation.say("");
        operation.say(local(usage.path("logtime").asString(""), zone) + "  " + who(usage, "receiver"));
        line(words, "why", usage.path("action").asString(""));
        List<String> data =
                usage.path("data").valueStream().map(JsonNode::asString).toList();
        line(words, "data", String.join(", ", data));
        line(words, "from", who(usage, "sender"));
        String agreement = usage.path("agreement").asString("");
        line(
                words,
                "agreement",
                agreement.isEmpty()
                        ? ""
                        : agreement + ", " + usage.path("agreementVersion").asInt());
        line(words, "law", usage.path("legalBasis").asString(""));
        String hidden = usage.path("hiddenUntil").asString("");
        line(
                words,
                "hidden",
                hidden.isEmpty()
                        ? ""
                        : hidden + ", " + usage.path("hiddenReason").asString(""));
    }

    private static String who(JsonNode usage, String role) {
        String code = usage.path(role + "Code").asString("");
        String name = usage.path(role + "Name").asString(code);
        return code.isEmpty() ? "" : name + " (" + usage.path(role + "System").asString("") + ")";
    }

    private void line(UsageWords words, String label, String text) {
        if (!text.isEmpty()) {
            operation.say("  " + words.text("label." + label) + ": " + text);
        }
    }
}
