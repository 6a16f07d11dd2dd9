package org.emishub.deployment.campaign.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.emishub.deployment.campaign.load.Journal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What senders and receivers wrote down themselves, and the checkpoints that a witness kept. */
public record Logs(
        List<Ask> asks,
        List<Answer> answers,
        List<Request> requests,
        List<Effect> effects,
        List<Bad> bad,
        List<Told> told,
        List<String> checkpoints) {

    /** A message, about to be sent (again). */
    public record Ask(
            String sender,
            String id,
            String hash,
            String child,
            String about,
            String agreement,
            String kind,
            String asOf,
            long issuedAt,
            int version) {}

    /** What came back; {@code valid} when it is the hub's receipt for exactly this message. */
    public record Answer(
            String sender,
            String id,
            String hash,
            String kind,
            int status,
            String code,
            String receipt,
            boolean valid) {}

    /** A request's first byte arrived; {@code head} is the ledger's size then, null when it could not be read. */
    public record Request(String system, String letter, @Nullable Long head) {}

    /** A receiver did it. Those of one receiver stand in the order in which they happened. */
    public record Effect(
            String system,
            String letter,
            String agreement,
            String source,
            String asOf,
            String child,
            String message,
            String version,
            String fields) {}

    /** A receiver could do nothing with what it got. */
    public record Bad(String system, String letter, String what) {}

    /** A sender was told how a message ended, and each of its letters, by agreement. */
    public record Told(String sender, String id, String outcome, Map<String, String> deliveries) {}

    /** Reads {@code sent-*}, {@code effects-*}, {@code told-*} and {@code checkpoints/}. */
    public static Logs read(Path outside) {
        Logs logs = new Logs(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        each(outside, "sent-", (name, line) -> logs.sent(line));
        each(outside, "effects-", logs::received);
        each(outside, "told-", (name, line) -> logs.told(line));
        for (Path note : files(outside.resolve("checkpoints"), "")) {
            try {
                logs.checkpoints.add(Files.readString(note));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return logs;
    }

    private static void each(Path folder, String prefix, BiConsumer<String, JsonNode> line) {
        for (Path file : files(folder, prefix)) {
            String name = String.valueOf(file.getFileName());
            String system = name.substring(prefix.length(), name.length() - ".jsonl".length())
                    .replace('.', '/');
            Journal.read(file).forEach(one -> line.accept(system, one));
        }
    }

    private static List<Path> files(Path folder, String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sent(JsonNode line) {
        if (text(line, "event").equals("ask")) {
            asks.add(new Ask(
                    text(line, "sender"),
                    text(line, "id"),
                    text(line, "hash"),
                    text(line, "child"),
                    text(line, "about"),
                    text(line, "agreement"),
                    text(line, "kind"),
                    text(line, "asOf"),
                    line.path("iat").asLong(0),
                    line.path("version").asInt(0)));
        } else if (text(line, "event").equals("answer")) {
            answers.add(new Answer(
                    text(line, "sender"),
                    text(line, "id"),
                    text(line, "hash"),
                    text(line, "kind"),
                    line.path("status").asInt(0),
                    text(line, "code"),
                    text(line, "receipt"),
                    line.path("valid").asBoolean(false)));
        }
    }

    private void received(String system, JsonNode line) {
        String letter = text(line, "letter");
        switch (text(line, "event")) {
            case "request" -> requests.add(new Request(system, letter, head(line)));
            case "bad" -> bad.add(new Bad(system, letter, text(line, "what")));
            case "effect" ->
                effects.add(new Effect(
                        system,
                        letter,
                        text(line, "agreement"),
                        text(line, "source"),
                        text(line, "asOf"),
                        text(line, "child"),
                        text(line, "message"),
                        text(line, "version"),
                        text(line, "fields")));
            default -> {
                // A repetition, of which nothing has to be proved.
            }
        }
    }

    private static @Nullable Long head(JsonNode line) {
        return line.path("head").isIntegralNumber()
                ? Long.valueOf(line.path("head").longValue())
                : null;
    }

    private void told(JsonNode line) {
        Map<String, String> deliveries = new TreeMap<>();
        line.path("deliveries").forEach(one -> deliveries.put(text(one, "agreement"), text(one, "outcome")));
        told.add(new Told(text(line, "sender"), text(line, "id"), text(line, "outcome"), deliveries));
    }

    private static String text(JsonNode line, String name) {
        return line.path(name).asString("");
    }
}
