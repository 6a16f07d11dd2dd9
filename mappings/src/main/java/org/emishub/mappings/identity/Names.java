package org.emishub.mappings.identity;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of Central Asia in one comparable Latin form, whatever script and romanisation they were written in. */
public final class Names {
    /** Letters of the region one by one; what two romanisations write differently becomes one letter. */
    private static final Map<Character, String> LETTERS = letters(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e io zh z i i k l m n o p r s t u f h ts ch sh sh - i - e iu ia",
            "ғқҳһҷӣӯўәөұүңі",
            "g k h h zh i u u a o u u ng i",
            "äöüýňñŋžšşșŝčçğıâûə",
            "a o u i ng ng ng zh sh sh sh sh ch ch g i ia iu a");

    private static final String APOSTROPHES = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵";

    /** For every other letter and script. */
    private static final Transliterator OTHERS = Transliterator.getInstance("Any-Latin; NFD; Lower; [^a-z] Remove");

    /** Spellings of one sound, longest first. */
    private static final List<String[]> SOUNDS = List.of(
            new String[] {"shch", "sh"},
            new String[] {"dzh", "j"},
            new String[] {"zh", "j"},
            new String[] {"dj", "j"},
            new String[] {"kh", "h"},
            new String[] {"gh", "g"},
            new String[] {"ng", "n"},
            new String[] {"w", "v"},
            new String[] {"x", "h"},
            new String[] {"q", "k"},
            new String[] {"y", "i"},
            new String[] {"ie", "e"},
            new String[] {"io", "e"});

    /** A romanised short i, as in Sergej; between vowels and at the start it is another sound. */
    private static final Pattern SHORT_I = Pattern.compile("(?<=[aeiou])j(?![aeiou])");

    private static final Pattern DOUBLED = Pattern.compile("([a-z])\\1+");
    private static final Pattern VOWELS = Pattern.compile("[aeiou]+");

    private Names() {}

    /**
     * A comparable Latin key of a name.
     *
     * <p>Equal for the ways in which one name is usually written: Жумабоев, Jumaboyev, Dzhumaboev; Oʻtkir, O'tkir, Ўткир; Айгүл, Aigul, Aygül. Not for people to read.
     *
     * @return letters a to z only; empty when the name has none
     */
    public static String fold(String name) {
        String folded = spell(name);
        String before;
        do {
            before = folded;
            folded = DOUBLED.matcher(folded).replaceAll("$1");
            for (String[] sound : SOUNDS) {
                folded = folded.replace(sound[0], sound[1]);
            }
            folded = SHORT_I.matcher(folded).replaceAll("i");
        } while (!folded.equals(before));
        return folded;
    }

    /** In letters a to z; an apostrophe turns the Uzbek o before it into another vowel and is else dropped. */
    private static String spell(String name) {
        String composed = Normalizer2.getNFCInstance().normalize(name).toLowerCase(Locale.ROOT);
        StringBuilder spelled = new StringBuilder(composed.length() + 8);
        boolean others = false;
        for (int i = 0; i < composed.length(); i++) {
            char letter = composed.charAt(i);
            String latin = LETTERS.get(letter);
            if (latin != null) {
                spelled.append(latin);
            } else if (APOSTROPHES.indexOf(letter) >= 0) {
                if (i > 0 && composed.charAt(i - 1) == 'o') {
                    spelled.setCharAt(spelled.length() - 1, 'u');
                }
            } else if (letter > 0x7F || (letter >= 'a' && letter <= 'z')) {
                spelled.append(letter);
                others |= letter > 0x7F;
            }
        }
        return others ? OTHERS.transliterate(spelled.toString()) : spelled.toString();
    }

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

    /** The consonants of a folded name, and whether it ends openly as most girls' names do: Karim and Karima are two people. */
    static String skeleton(String folded) {
        return VOWELS.matcher(folded).replaceAll("") + (folded.endsWith("a") || folded.endsWith("o") ? "a" : "");
    }
}
