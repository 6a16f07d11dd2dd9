package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.emishub.deployment.witness.QrSheet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The newest checkpoint and who vouches for it. */
@Command(
        name = "checkpoint",
        description = "The newest checkpoint, who outside vouches for it and who is behind; as a file or for paper.")
final class CheckpointCommand implements Callable<Integer> {
    @Mixin
    private OperationCommand operation = new OperationCommand();

    @Option(names = "-o", paramLabel = "FILE", description = "Write the checkpoint there.")
    private @Nullable Path out;

    @Option(names = "--qr", paramLabel = "FILE", description = "Draw it as a QR code: .svg (to be printed) or .png.")
    private @Nullable Path qr;

    @Option(
            names = "--from",
            paramLabel = "SIZE",
            description = "With the proof that it continues the checkpoint of this size, as a witness wants it.")
    private long from;

    @Option(
            names = "--stamp",
            paramLabel = "FILE",
            description = "Write the newest stamp there (RFC 3161), and what it is of to FILE.txt.")
    private @Nullable Path stamp;

    @Override
    public Integer call() throws IOException {
        ObjectNode arguments = OperationCommand.arguments().put("from", from);
        JsonNode found = operation.run("ledger.checkpoint", arguments);
        String text = found.path(from > 0 ? "request" : "note").asString("");
        if (out != null) {
            Files.writeString(out, text);
        }
        if (qr != null) {
            String origin = found.path("note").asString("").split("\n", 2)[0];
            Files.write(qr, QrSheet.of("Signed checkpoint of " + origin, text).as(qr));
        }
        if (stamp != null) {
            write(stamp, found.path("stamp"));
        }
        operation.say(text);
        operation.say("key  " + found.path("verifierKey").asString(""));
        found.path("testimony").forEach(one -> operation.say(line(one)));
        return Exit.OK;
    }

    private static void write(Path file, JsonNode stamp) throws IOException {
        if (stamp.isMissingNode()) {
            throw new org.emishub.deployment.operation.Operations.NotPossible("no checkpoint is stamped yet");
        }
        Files.write(
                file,
                java.util.Base64.getDecoder().decode(stamp.path("response").asString("")));
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".txt"),
                stamp.path("text").asString(""));
    }

    private static String line(JsonNode one) {
        String who = one.path("kind").asString("") + " " + one.path("name").asString("");
        String vouched = one.has("size")
                ? "%d entries at %s, %d behind"
                        .formatted(
                                one.path("size").asLong(),
                                one.path("at").asString(""),
                                one.path("behind").asLong())
                : "nothing yet";
        String pending = one.has("pending")
                ? "  PENDING since %s: %s"
                        .formatted(
                                one.path("since").asString(""),
                                one.path("pending").asString(""))
                : "";
        return "%-40s  %s%s".formatted(who, vouched, pending);
    }
}
