package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.record.Answers;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.disclosure.Generalisation;

/** Counts children by an agreement's dimensions, with a total over every subset of them and every level of their hierarchies. */
final class Counting {
    private static final Comparator<List<String>> BY_KEY = (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final Map<String, Operation> dimensions = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> coarser = new HashMap<>();
    private final Map<String, Map<String, String>> fields = new HashMap<>();
    private final Agreement agreement;
    private final TableRule rule;

    Counting(Agreement agreement, TableRule rule) {
        this.agreement = agreement;
        this.rule = rule;
        agreement.discloses().forEach((path, operation) -> {
            if (!(operation instanceof Operation.Count)) {
                dimensions.put(path, operation);
                coarser.put(path, new HashMap<>());
                fields.put(path, new HashMap<>());
            }
        });
    }

    /** Only keys that some child has, totals included, sorted. */
    Counted count(Stream<ChildRecord> records) {
        Map<List<String>, Tally> finest = new HashMap<>();
        records.forEach(record -> finest.computeIfAbsent(key(record), key -> new Tally())
                .add(rule.dominance().map(dominance -> unit(dominance.of(), record))));
        List<Dimension> shape = dimensions.entrySet().stream()
                .map(entry -> new Dimension(
                        entry.getKey(),
                        entry.getValue().text(),
                        coarser.getOrDefault(entry.getKey(), Map.of()),
                        fields.getOrDefault(entry.getKey(), Map.of())))
                .toList();
        SortedMap<List<String>, Tally> all = new TreeMap<>(BY_KEY);
        finest.forEach((key, tally) -> addTotals(shape, key, tally, all));
        return new Counted(
                shape,
                List.copyOf(all.keySet()),
                all.values().stream().mapToLong(Tally::children).toArray(),
                all.values().stream().mapToInt(tally -> tally.width(rule)).toArray());
    }

    private List<String> key(ChildRecord record) {
        Generalisation generalisation = new Generalisation(agreement.client(), Counting::noPseudonym, record.asOf());
        List<String> key = new ArrayList<>(dimensions.size());
        dimensions.forEach(
                (path, operation) -> key.add(placed(path, value(path, operation, record, generalisation), record)));
        return List.copyOf(key);
    }

    private static String value(String path, Operation operation, ChildRecord record, Generalisation generalisation) {
        Field field = FieldCatalogue.standard().find(path).orElseThrow();
        if (operation instanceof Operation.Answer && field.type() == FieldType.ANSWER) {
            return Answers.derive(path, record).orElse("unknown");
        }
        return record.value(path)
                .flatMap(value -> generalisation.apply(operation, field, value))
                .map(Object::toString)
                .orElse(TableDisclosure.UNKNOWN);
    }

    private static String unit(String path, ChildRecord record) {
        return record.value(path).map(Object::toString).orElse(TableDisclosure.UNKNOWN);
    }

    /** Notes what the code is part of; a code that is part of two things at once is not known to be of either. */
    private String placed(String path, String code, ChildRecord record) {
        List<String> levels = rule.hierarchies().get(path);
        if (levels == null) {
            return code;
        }
        Map<String, String> above = coarser.getOrDefault(path, Map.of());
        List<String> chain = levels.isEmpty() ? codes(path, code) : fields(levels, code, record);
        for (int i = 1; i < chain.size() && !levels.isEmpty(); i++) {
            fields.getOrDefault(path, Map.of()).put(chain.get(i), levels.get(i - 1));
        }
        for (int i = chain.size() - 2; i >= 0; i--) {
            String upper = chain.get(i + 1);
            boolean unknown = chain.get(i).equals(TableDisclosure.UNKNOWN) && !upper.equals(TableDisclosure.UNKNOWN);
            if (unknown || !above.getOrDefault(chain.get(i), upper).equals(upper)) {
                chain.set(i, upper + "/" + TableDisclosure.UNKNOWN);
            }
            if (!chain.get(i).equals(upper)) {
                above.put(chain.get(i), upper);
            }
        }
        return chain.get(0);
    }

    private static List<String> codes(String path, String code) {
        CodeList list = CodeList.standard(
                FieldCatalogue.standard().find(path).orElseThrow().codes());
        List<String> chain = new ArrayList<>(List.of(code));
        for (Optional<String> next = list.coarser(code); next.isPresent(); next = list.coarser(next.get())) {
            chain.add(next.get());
        }
        return chain;
    }

    private static List<String> fields(List<String> levels, String code, ChildRecord record) {
        List<String> chain = new ArrayList<>(List.of(code));
        for (String level : levels) {
            chain.add(unit(level, record));
        }
        // From where nothing coarser is known the total follows.
        while (chain.size() > 1 && chain.get(chain.size() - 1).equals(TableDisclosure.UNKNOWN)) {
            chain.remove(chain.size() - 1);
        }
        return chain;
    }

    private static void addTotals(List<Dimension> shape, List<String> key, Tally tally, Map<List<String>, Tally> all) {
        List<List<String>> keys = List.of(List.of());
        for (int d = 0; d < key.size(); d++) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> start : keys) {
                for (String code : shape.get(d).chain(key.get(d))) {
                    List<String> next = new ArrayList<>(start);
                    next.add(code);
                    longer.add(next);
                }
            }
            keys = longer;
        }
        keys.forEach(
                one -> all.computeIfAbsent(List.copyOf(one), k -> new Tally()).addAll(tally));
    }

    private static String noPseudonym(Object receiver, String domain, String child) {
        throw new IllegalStateException("no pseudonym is a dimension");
    }
}
