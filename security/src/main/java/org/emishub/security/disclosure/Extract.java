package org.emishub.security.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.codes.CodeList;
import org.emishub.security.agreement.ExtractRule;

/**
 * A set of disclosures in which every child looks like at least {@code k - 1} others.
 *
 * <p>Children who look like too few others are made coarser together, in the last of the agreement's fields first: a code gives way to the coarser one of its list,
 * then, as anything else does at once, to nothing. Who even then looks like too few is left out.
 */
public final class Extract {
    private final ExtractRule rule;

    private final List<String> children;

    private Extract(List<String> children, ExtractRule rule) {
        this.children = List.copyOf(children);
        this.rule = rule;
    }

    /**
     * Makes a set of records of one agreement k-anonymous.
     *
     * @param children by disclosure the child's identifier: who is asked for k times looks like nobody else for it
     * @return in the same order; empty for a child who is left out
     */
    public static List<Optional<Disclosure>> of(List<Disclosure> disclosures, List<String> children, ExtractRule rule) {
        return new Extract(children, rule).anonymous(disclosures);
    }

    private List<Optional<Disclosure>> anonymous(List<Disclosure> all) {
        Disclosure[] now = all.toArray(Disclosure[]::new);
        boolean[] settled = new boolean[now.length];
        settle(now, settled);
        for (int at = rule.by().size() - 1; at >= 0; at--) {
            String path = rule.by().get(at);
            while (makeCoarser(now, settled, path)) {
                settle(now, settled);
            }
        }
        List<Optional<Disclosure>> result = new ArrayList<>();
        for (int i = 0; i < now.length; i++) {
            result.add(settled[i] && !now[i].isEmpty() ? Optional.of(now[i]) : Optional.empty());
        }
        return result;
    }

    /** Those that look like enough of the others that are still coming along stay as they are. */
    private void settle(Disclosure[] now, boolean[] settled) {
        Map<List<Object>, Set<String>> alike = new HashMap<>();
        for (int i = 0; i < now.length; i++) {
            alike.computeIfAbsent(look(now[i]), look -> new HashSet<>()).add(children.get(i));
        }
        for (int i = 0; i < now.length; i++) {
            settled[i] |= alike.getOrDefault(look(now[i]), Set.of()).size() >= rule.k();
        }
    }

    /** How somebody looks to those who know the agreement's fields of them. */
    private List<Object> look(Disclosure one) {
        List<Object> look = new ArrayList<>();
        rule.by().forEach(path -> look.add(Optional.ofNullable(one.fields().get(path))));
        return look;
    }

    private boolean makeCoarser(Disclosure[] now, boolean[] settled, String path) {
        boolean any = false;
        for (int i = 0; i < now.length; i++) {
            if (!settled[i] && now[i].fields().containsKey(path)) {
                now[i] = coarser(now[i], path);
                any = true;
            }
        }
        return any;
    }

    private static Disclosure coarser(Disclosure one, String path) {
        SortedMap<String, Object> fields = new TreeMap<>(one.fields());
        Field field = FieldCatalogue.standard().find(path).orElseThrow();
        Optional<String> code = Optional.ofNullable(fields.remove(path))
                .filter(value -> field.type() == FieldType.CODE)
                .flatMap(value -> CodeList.standard(field.codes()).coarser(value.toString()));
        code.ifPresent(coarser -> fields.put(path, coarser));
        return new Disclosure(one.agreement(), one.source(), one.asOf(), fields, one.outcomes());
    }
}
