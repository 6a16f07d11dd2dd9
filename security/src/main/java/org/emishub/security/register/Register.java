package org.emishub.security.register;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.json.StrictJson;
import org.emishub.security.register.Cases.Result;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of processing (GDPR article 30): who may receive what, why, on which basis and how long, from the agreements that decide, not beside them.
 *
 * @param at when it was drawn up
 */
public record Register(Instant at, List<Row> rows) {
    public Register {
        rows = List.copyOf(rows);
    }

    /** One agreement with what its examples showed when the register was drawn up. */
    public record Row(Agreement agreement, boolean inForce, List<Result> examples) {
        public Row {
            examples = List.copyOf(examples);
        }

        /** Heading to text, the same in every format. */
        public Map<String, String> columns() {
            return RegisterText.columns(agreement, inForce);
        }
    }

    /**
     * Draws up the register.
     *
     * @param folder where the cases stand
     * @throws org.emishub.mappings.yaml.YamlException when an agreement has no cases, or they cannot be read
     */
    public static Register of(Agreements agreements, Path folder, Instant at) {
        return new Register(
                at,
                agreements.all().stream()
                        .map(agreement -> new Row(
                                agreement, agreement.inForceAt(at), Cases.run(agreement, Cases.of(agreement, folder))))
                        .toList());
    }

    /** One page that needs nothing else, every text escaped. */
    public String html() {
        return RegisterPage.of(this);
    }

    /** RFC 4180, a heading line, one line an agreement. */
    public String csv() {
        String heading = rows.isEmpty() ? "" : line(rows.get(0).columns().keySet());
        return heading + rows.stream().map(row -> line(row.columns().values())).collect(Collectors.joining());
    }

    private static String line(java.util.Collection<String> cells) {
        return cells.stream().map(Register::quoted).collect(Collectors.joining(",")) + "\r\n";
    }

    /** A spreadsheet takes a cell that begins so for a formula. */
    private static String quoted(String cell) {
        String safe = !cell.isEmpty() && "=+-@".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    public ObjectNode json() {
        ObjectNode root = StrictJson.newObject().put("at", at.toString());
        ArrayNode agreements = root.putArray("agreements");
        rows.forEach(row -> {
            ObjectNode node = agreements.addObject();
            row.columns().forEach(node::put);
            ArrayNode cases = node.putArray("cases");
            row.examples().forEach(result -> {
                List<String> sentences = RegisterText.sentences(result.example());
                cases.addObject()
                        .put("case", result.example().title())
                        .put("situation", sentences.get(0))
                        .put("outcome", sentences.get(1))
                        .put("passed", result.passed())
                        .put("difference", result.difference());
            });
        });
        return root;
    }
}
