package org.emishub.security.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often the hub and the page differ, and how. */
final class Compared {
    private static final int MOST_SHOWN = 5;

    int over;
    int under;
    int otherwise;
    final SortedMap<String, Integer> verdicts = new TreeMap<>();
    final List<String> differences = new ArrayList<>();

    void one(int seed, Verdict hub, Verdict page) {
        verdicts.merge(page.refusal(), 1, Integer::sum);
        if (!hub.refusal().equals(page.refusal())) {
            if (page.refusal().isEmpty()) {
                under++;
            } else if (hub.refusal().isEmpty()) {
                over++;
            } else {
                otherwise++;
            }
            show(seed + ": the hub says '" + hub.refusal() + "', the page '" + page.refusal() + "'");
        }
        fields(seed + " left", hub.left(), page.left());
        fields(seed + " told", hub.told(), page.told());
    }

    private void fields(String where, Map<String, String> hub, Map<String, String> page) {
        hub.forEach((path, value) -> {
            if (!value.equals(page.get(path))) {
                over++;
                show(where + ": " + path + " leaves as '" + value + "', by the page as '" + page.get(path) + "'");
            }
        });
        page.forEach((path, value) -> {
            if (!Objects.equals(value, hub.get(path))) {
                under++;
                show(where + ": " + path + " is '" + value + "' by the page, and leaves as '" + hub.get(path) + "'");
            }
        });
    }

    private void show(String difference) {
        if (differences.size() < MOST_SHOWN) {
            differences.add(difference);
        }
    }
}
