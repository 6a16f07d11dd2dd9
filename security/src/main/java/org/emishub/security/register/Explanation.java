package org.emishub.security.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Permission;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.disclosure.FieldOutcome.Result;
import org.emishub.security.json.StrictJson;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agreement would do with one record, field by field; making one has no effect.
 *
 * @param refusal why nothing would leave at all, whatever the lines say
 * @param lines one a field, in the agreement's order, then what it does not name
 */
public record Explanation(Agreement agreement, Optional<Refusal> refusal, List<Line> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * One field.
     *
     * @param meaning the catalogue's sentence
     * @param value what the client would read; empty when nothing leaves
     * @param rule the line of the agreement that did it
     * @param legalBasis lawful basis and law; with the article that allows a special category where the field is of one
     */
    public record Line(String path, String meaning, Result result, String value, String rule, String legalBasis) {}

    /**
     * Explains one record.
     *
     * @param decision what was decided of the exchange as a whole
     */
    public static Explanation of(
            Agreement agreement, Outcome<Permission> decision, ChildRecord record, Pseudonyms pseudonyms) {
        Set<String> without =
                decision instanceof Outcome.Ok<Permission> ok ? ok.value().without() : Set.of();
        Disclosure disclosure = Disclosure.of(record, agreement, without, pseudonyms);
        Map<String, String> values = values(disclosure);
        List<Line> lines = new ArrayList<>();
        disclosure.outcomes().forEach(outcome -> {
            Optional<Field> field = FieldCatalogue.standard().find(outcome.path());
            lines.add(new Line(
                    outcome.path(),
                    field.map(Field::meaning).orElse(""),
                    outcome.result(),
                    values.getOrDefault(outcome.path(), ""),
                    outcome.rule(),
                    outcome.result() == Result.WITHHELD ? "no basis to disclose" : legalBasis(agreement, field)));
        });
        Optional<Refusal> refusal =
                decision instanceof Outcome.Refused<Permission> no ? Optional.of(no.refusal()) : Optional.empty();
        return new Explanation(agreement, refusal, lines);
    }

    private static Map<String, String> values(Disclosure disclosure) {
        return disclosure.fields().entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> ChildRecord.cataloguePath(entry.getKey()),
                        Collectors.mapping(entry -> entry.getValue().toString(), Collectors.joining(", "))));
    }

    private static String legalBasis(Agreement agreement, Optional<Field> field) {
        boolean special = field.filter(
                        f -> f.sensitivity() == org.emishub.mappings.catalogue.Sensitivity.SPECIAL_CATEGORY)
                .isPresent();
        return RegisterText.basis(agreement)
                + (special ? "; " + agreement.specialCategory().orElse("") : "");
    }

    /** For a terminal: a heading, the refusal where there is one, three lines a field. */
    public String text() {
        StringBuilder out = new StringBuilder()
                .append(agreement.title())
                .append(" (" + agreement.id() + " version " + agreement.version() + ")\n")
                .append(agreement.provider() + " -> " + agreement.client() + ", " + agreement.purpose() + "\n");
        refusal.ifPresent(no -> out.append("REFUSED " + no.code() + " by '" + no.rule() + "': nothing would leave.\n"));
        lines.forEach(line -> out.append(String.format(
                Locale.ROOT,
                "%n%-12s%-28s%s%n            %s%n            rule:  %s%n            basis: %s%n",
                line.result().name().toLowerCase(Locale.ROOT),
                line.path(),
                line.value(),
                line.meaning(),
                line.rule(),
                line.legalBasis())));
        return out.toString();
    }

    public ObjectNode json() {
        ObjectNode root = StrictJson.newObject();
        root.put("agreement", agreement.id()).put("version", agreement.version());
        refusal.ifPresent(
                no -> root.putObject("refusal").put("code", no.code().name()).put("rule", no.rule()));
        ArrayNode array = root.putArray("fields");
        lines.forEach(line -> array.addObject()
                .put("path", line.path())
                .put("result", line.result().name().toLowerCase(Locale.ROOT))
                .put("value", line.value())
                .put("rule", line.rule())
                .put("legalBasis", line.legalBasis()));
        return root;
    }
}
