package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.record.Answers;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.disclosure.FieldOutcome.Result;

/** Copies what a list allows of a record into an empty one, and notes what became of every field. */
final class Copy {
    private static final String UNKNOWN = "unknown";

    private final ChildRecord record;
    private final Agreement agreement;
    private final String list;
    private final Set<String> without;
    private final Generalisation generalisation;
    private final Map<String, Map<String, Object>> held = new LinkedHashMap<>();
    private final SortedMap<String, Object> fields = new TreeMap<>();
    private final List<FieldOutcome> outcomes = new ArrayList<>();

    /**
     * Notes what is held.
     *
     * @param list the agreement's word for the list, {@code discloses} or {@code asks}
     * @param without what the child's seals leave out, whatever the list says
     */
    Copy(ChildRecord record, Agreement agreement, String list, Set<String> without, Generalisation generalisation) {
        this.record = record;
        this.agreement = agreement;
        this.list = list;
        this.without = without;
        this.generalisation = generalisation;
        record.values().forEach((path, value) -> held.computeIfAbsent(
                        ChildRecord.cataloguePath(path), key -> new LinkedHashMap<>(2))
                .put(path, value));
    }

    Disclosure of(Map<String, Operation> allowed) {
        allowed.forEach(this::copy);
        held.keySet().stream().filter(path -> !allowed.containsKey(path)).forEach(this::withhold);
        agreement.withholds().keySet().stream()
                .filter(path -> !path.endsWith(".*") && !held.containsKey(path))
                .forEach(this::withhold);
        return new Disclosure(agreement.ref(), record.source(), record.asOf(), fields, outcomes);
    }

    private void copy(String path, Operation operation) {
        if (without.contains(path)) {
            outcomes.add(new FieldOutcome(path, Result.WITHHELD, "sealed: without " + path));
            return;
        }
        Field field = FieldCatalogue.standard().find(path).orElseThrow();
        boolean copied = false;
        for (Map.Entry<String, Object> entry : held.getOrDefault(path, Map.of()).entrySet()) {
            Optional<Object> result = generalisation.apply(operation, field, entry.getValue());
            result.ifPresent(value -> fields.put(entry.getKey(), value));
            copied |= result.isPresent();
        }
        if (!copied && operation instanceof Operation.Answer) {
            copied = answer(path, field);
        }
        outcomes.add(new FieldOutcome(
                path, copied ? resultOf(operation, field, path) : Result.MISSING, rule(path, operation)));
    }

    /** An answer is given even when nothing is held: unknown, which is never "no". */
    private boolean answer(String path, Field field) {
        String answer =
                field.type() == FieldType.ANSWER ? Answers.derive(path, record).orElse(UNKNOWN) : UNKNOWN;
        fields.put(path, answer);
        return !answer.equals(UNKNOWN);
    }

    private Result resultOf(Operation operation, Field field, String path) {
        boolean given =
                operation instanceof Operation.Answer && field.type() == FieldType.ANSWER && held.containsKey(path);
        boolean unchanged = given || operation instanceof Operation.AsIs;
        return unchanged ? Result.DELIVERED : Result.GENERALISED;
    }

    private String rule(String path, Operation operation) {
        return list + " " + path + ": " + operation.text();
    }

    private void withhold(String path) {
        String rule = agreement
                .reasonToWithhold(path)
                .map(reason -> "withholds " + path + ": " + reason)
                .orElseGet(() -> "not in " + list);
        outcomes.add(new FieldOutcome(path, Result.WITHHELD, rule));
    }
}
