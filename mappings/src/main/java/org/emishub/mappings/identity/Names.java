package org.emishub.mappings.identity;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import java.util.regex.Pattern;

/** Names of Central Asia in one comparable Latin form, whatever script and romanisation they were written in. */
public final class Names {
    /** Letters one by one; what two romanisations write differently becomes one letter, what stays is spelled in a-z. */
    private static final Transliterator LETTERS = Transliterator.createFromRules(
            "emishub-letters",
            """
            ::NFC; ::Lower;
            $apostrophe = [\\u0027\\u0060\\u00B4\\u02B0-\\u02CF\\u2018-\\u201B\\u2032\\u2035];
            ʻo > o;
            o $apostrophe > u; g $apostrophe > g;
            â > ia; û > iu; ŝ > sh; ı > i; ŋ > ng; ň > ng; ñ > ng; č > ch; ç > ch; š > sh; ş > sh; ș > sh; ž > zh; ə > a;
            ғ > g; қ > k; ҳ > h; һ > h; ҷ > zh; ӣ > i; ӯ > u; ў > u; ә > a; ө > o; ұ > u; ү > u; ң > ng; і > i;
            а > a; б > b; в > v; г > g; д > d; е > e; ё > io; ж > zh; з > z; и > i; й > i; к > k; л > l; м > m; н > n; о > o; п > p;
            р > r; с > s; т > t; у > u; ф > f; х > h; ц > ts; ч > ch; ш > sh; щ > sh; ъ > ; ы > i; ь > ; э > e; ю > iu; я > ia;
            ::Null;
            ::Any-Latin; ::NFD; ::Lower; ::[^a-z] Remove;
            """,
            Transliterator.FORWARD);

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
        String folded = LETTERS.transliterate(name);
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

    /** The consonants of a folded name, and whether it ends openly as most girls' names do: Karim and Karima are two people. */
    static String skeleton(String folded) {
        return VOWELS.matcher(folded).replaceAll("") + (folded.endsWith("a") || folded.endsWith("o") ? "a" : "");
    }
}
