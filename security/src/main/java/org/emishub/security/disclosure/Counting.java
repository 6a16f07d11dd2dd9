package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.record.Answers;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;

/** Counts children by an agreement's dimensions, with a total over every subset of them. */
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
    private final Agreement agreement;

    Counting(Agreement agreement) {
        this.agreement = agreement;
        agreement.discloses().forEach((path, operation) -> {
            if (!(operation instanceof Operation.Count)) {
                dimensions.put(path, operation);
            }
        });
    }

    List<String> dimensions() {
        return List.copyOf(dimensions.keySet());
    }

    /** How many children have each key, totals included; only keys that some child has. */
    SortedMap<List<String>, Long> count(Stream<ChildRecord> records) {
        Map<List<String>, Long> cells = new HashMap<>();
        records.forEach(record -> cells.merge(key(record), 1L, Long::sum));
        SortedMap<List<String>, Long> all = new TreeMap<>(BY_KEY);
        cells.forEach((key, count) -> addTotals(key, count, all));
        return all;
    }

    private List<String> key(ChildRecord record) {
        Generalisation generalisation = new Generalisation(agreement.client(), Counting::noPseudonym, record.asOf());
        List<String> key = new ArrayList<>(dimensions.size());
        dimensions.forEach((path, operation) -> key.add(value(path, operation, record, generalisation)));
        return List.copyOf(key);
    }

    private static String value(String path, Operation operation, ChildRecord record, Generalisation generalisation) {
        var field = FieldCatalogue.standard().find(path).orElseThrow();
        if (operation instanceof Operation.Answer && field.type() == FieldType.ANSWER) {
            return Answers.derive(path, record).orElse("unknown");
        }
        return record.value(path)
                .flatMap(value -> generalisation.apply(operation, field, value))
                .map(Object::toString)
                .orElse(TableDisclosure.UNKNOWN);
    }

    private static void addTotals(List<String> key, long count, Map<List<String>, Long> all) {
        for (int subset = 0; subset < 1 << key.size(); subset++) {
            String[] total = new String[key.size()];
            for (int i = 0; i < total.length; i++) {
                total[i] = (subset >> i & 1) == 1 ? TableDisclosure.TOTAL : key.get(i);
            }
            all.merge(List.of(total), count, Long::sum);
        }
    }

    private static String noPseudonym(Object receiver, String domain, String child) {
        throw new IllegalStateException("no pseudonym is a dimension");
    }
}
