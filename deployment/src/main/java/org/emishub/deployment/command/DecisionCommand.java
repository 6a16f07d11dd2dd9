package org.emishub.deployment.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Has decisions made again. */
@Command(
        name = "decision",
        description = "Have a past decision made again.",
        subcommands = DecisionCommand.Replay.class)
final class DecisionCommand {
    /** Makes the decision of one entry again. */
    @Command(
            name = "replay",
            description = "Make the decision of a ledger entry again, from what it saw and the agreement of its time.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:the same",
                " 1:something differs",
                " 2:wrong usage, or there is no such entry",
                " 3:cannot be decided: erased, or its text is not kept; or the hub is not there"
            })
    static final class Replay implements Callable<Integer> {
        private static final String AUDITOR = "${sys:user.name}";

        @Mixin
        private OperationCommand operation = new OperationCommand();

        @Option(names = "--entry", required = true, paramLabel = "N", description = "The entry's sequence.")
        private long entry;

        @Option(names = "--by", description = "Who looks (${DEFAULT-VALUE}).", defaultValue = AUDITOR)
        private String by = "";

        @Override
        public Integer call() {
            JsonNode replay = operation.run(
                    "decision.replay",
                    OperationCommand.arguments().put("entry", entry).put("by", by));
            String result = replay.path("result").asString("");
            operation.say("Entry " + entry + ", " + replay.path("event").asString("") + " of "
                    + replay.path("time").asString("") + ": " + result + ".");
            operation.say("  " + replay.path("why").asString(""));
            replay.path("decisions").forEach(this::tell);
            replay.path("differences").forEach(difference -> operation.say("  differs: " + difference.asString("")));
            return switch (result) {
                case "same" -> Exit.OK;
                case "differs" -> Exit.FAILED;
                default -> Exit.UNAVAILABLE;
            };
        }

        private void tell(JsonNode decision) {
            operation.say("  decided about %s at %s under %s version %d: then %s, now %s"
                    .formatted(
                            decision.path("about").asString(""),
                            decision.path("at").asString(""),
                            decision.path("agreement").asString(""),
                            decision.path("version").asInt(),
                            words(decision.path("then")),
                            words(decision.path("now"))));
        }

        private static String words(JsonNode answer) {
            String rule = answer.path("rule").asString("");
            return answer.path("code").asString("") + (rule.isEmpty() ? "" : " (" + rule + ")");
        }
    }
}
