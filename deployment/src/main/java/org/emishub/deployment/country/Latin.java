package org.emishub.deployment.country;

import java.util.HashMap;
import java.util.Map;

/** Names as passports of the region write them: A to Z only, from Cyrillic and from Latin with marks. */
final class Latin {
    private static final Map<Character, String> LETTERS = letters(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
            "ғқҳһҷӣӯәөұүңіý",
            "gh q h h j i u a o u u ng i y",
            "öüňžşçäwʻʼ",
            "o u n zh sh ch a v - -");

    private Latin() {}

    private static Map<Character, String> letters(String... pairs) {
        Map<Character, String> letters = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String[] latin = pairs[i + 1].split(" ", -1);
            for (int j = 0; j < latin.length; j++) {
                letters.put(pairs[i].charAt(j), latin[j].equals("-") ? "" : latin[j]);
            }
        }
        return Map.copyOf(letters);
    }

    static String of(String name) {
        StringBuilder latin = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            char small = Character.toLowerCase(letter);
            String written = LETTERS.getOrDefault(small, String.valueOf(small));
            boolean capital = letter != small && !written.isEmpty();
            latin.append(capital ? Character.toUpperCase(written.charAt(0)) + written.substring(1) : written);
        }
        return latin.toString();
    }
}
