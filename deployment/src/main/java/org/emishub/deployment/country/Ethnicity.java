package org.emishub.deployment.country;

import java.util.List;
import java.util.Map;

/** A people with its language, script and way of forming names. */
public enum Ethnicity {
    TAJIK("tg"),
    TURKMEN("tk"),
    KAZAKH("kk"),
    KYRGYZ("ky"),
    UZBEK("uz"),
    RUSSIAN("ru");

    private static final List<String> SLAVIC_ENDINGS = List.of("ов", "ев", "ёв", "ин", "ow", "ew", "ov", "ev");
    private static final String TURKMEN_VOWELS = "aäeiouöüyý";

    /** Stems of fathers' names that change, after a final soft letter is dropped. */
    private static final Map<String, String> IRREGULAR = Map.of(
            "Лев", "Льв", "Павел", "Павл", "Михаил", "Михайл", "Даниил", "Данил", "Юри", "Юрь", "Евгени", "Евгень");

    private final String language;

    Ethnicity(String language) {
        this.language = language;
    }

    /** ISO 639-1. */
    public String language() {
        return language;
    }

    List<String> given(boolean girl) {
        return girl ? Words.of(this).female() : Words.of(this).male();
    }

    /** In the form that men bear. */
    List<String> families() {
        return Words.of(this).family();
    }

    List<String> streets() {
        return Words.of(this).street();
    }

    /** The form of a family name that a man or a woman bears; names without a Slavic ending have one form. */
    static String family(String name, boolean female) {
        boolean changes = SLAVIC_ENDINGS.stream().anyMatch(name::endsWith);
        boolean cyrillic = name.charAt(name.length() - 1) > 0x7F;
        return female && changes ? name + (cyrillic ? "а" : "a") : name;
    }

    /** The name after the father. */
    String patronymic(String father, boolean female) {
        return switch (this) {
            case TAJIK -> father + "зода";
            case TURKMEN -> father + turkmenLink(father) + (female ? "na" : "iç");
            case KAZAKH -> father + (female ? "қызы" : "ұлы");
            case KYRGYZ -> father + (female ? " кызы" : " уулу");
            case UZBEK -> father + (female ? " qizi" : " oʻgʻli");
            case RUSSIAN -> russianStem(father) + (female ? "на" : "ич");
        };
    }

    private static String turkmenLink(String father) {
        return TURKMEN_VOWELS.indexOf(father.charAt(father.length() - 1)) >= 0 ? "ýew" : "ow";
    }

    private static String russianStem(String father) {
        boolean soft = father.endsWith("й") || father.endsWith("ь");
        String stem = soft ? father.substring(0, father.length() - 1) : father;
        return IRREGULAR.getOrDefault(stem, stem) + (soft ? "ев" : "ов");
    }
}
