package org.emishub.deployment.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what was played in words that need no technical knowledge. */
public final class Account {
    private static final int MOST_LINES = 8;
    private static final int WIDTH = 100;

    private Account() {}

    /** One scenario, with a line at its end. */
    public static String of(Played played) {
        List<String> lines = new ArrayList<>();
        lines.add((played.passed() ? "✔ " : "✘ ") + played.id() + "  " + played.title());
        line(lines, "Who", played.who());
        line(lines, "Why", played.why());
        if (!played.refusalCode().isEmpty()) {
            line(lines, "Answer", "No (" + played.refusalCode() + "); nothing left the hub.");
        }
        table(lines, "Disclosed", " = ", played.disclosed());
        table(lines, "Withheld", ": ", played.withheld());
        line(lines, "Proof", proof(played.entries()));
        if (!played.passed()) {
            line(lines, "NOT AS IT SHOULD BE", played.objection());
        }
        return String.join("\n", lines) + "\n";
    }

    private static String proof(List<LedgerEntry> entries) {
        return entries.isEmpty()
                ? "none"
                : "ledger " + entries.stream().map(LedgerEntry::toString).collect(Collectors.joining(", "));
    }

    private static void table(List<String> lines, String name, String between, Map<String, String> values) {
        String label = name;
        int left = MOST_LINES;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (left-- == 0) {
                line(lines, "", "and " + (values.size() - MOST_LINES) + " more");
                return;
            }
            line(lines, label, value.getKey() + between + value.getValue());
            label = "";
        }
    }

    private static void line(List<String> lines, String label, String text) {
        String start = "    %-10s ".formatted(label);
        StringBuilder line = new StringBuilder(start);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH && line.length() > start.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(start.length()));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}
