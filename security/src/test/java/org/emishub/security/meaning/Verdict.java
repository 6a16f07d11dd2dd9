package org.emishub.security.meaning;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What comes of a question: a refusal, or what leaves and what the provider is told.
 *
 * @param refusal the code; empty where something leaves
 * @param left values by concrete path, each as a text that tells numbers, words and truth values apart
 */
record Verdict(String refusal, SortedMap<String, String> left, SortedMap<String, String> told) {
    static Verdict refused(String code) {
        return new Verdict(code, new TreeMap<>(), new TreeMap<>());
    }

    static SortedMap<String, String> spelt(Map<String, ?> values) {
        SortedMap<String, String> spelt = new TreeMap<>();
        values.forEach((path, value) -> spelt.put(path, spell(value)));
        return spelt;
    }

    private static String spell(Object value) {
        if (value instanceof Number number) {
            return "number "
                    + new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        return (value instanceof Boolean ? "truth " : "word ") + value;
    }
}
