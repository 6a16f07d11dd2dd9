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
        String heading = rows.isEmpty() ? "" : Csv.line(rows.get(0).columns().keySet());
        return heading
                + rows.stream().map(row -> Csv.line(row.columns().values())).collect(Collectors.joining());
    }

    /** One object per agreement, with all its terms, fields and cases. */
    public ArrayNode json() {
        ArrayNode all = StrictJson.newObject().arrayNode();
        rows.forEach(row -> all.add(RegisterJson.of(row)));
        return all;
    }
}
