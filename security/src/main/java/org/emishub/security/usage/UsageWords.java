package org.emishub.security.usage;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.emishub.security.agreement.Agreement;

/** The plain words of a log in one language; what stands in an agreement is quoted as its parties wrote it. */
public final class UsageWords {
    /** English, Russian, Kazakh, Tajik, Turkmen; the first is used for anybody who reads none of them. */
    public static final List<String> LANGUAGES = List.of("en", "ru", "kk", "tg", "tk");

    /** What the note of a look says it was made as. */
    public static final String AS_GUARDIAN = "as guardian";

    public static final String AS_CHILD = "as the child";

    private final ULocale locale;
    private final ResourceBundle texts;

    private UsageWords(String language) {
        this.locale = ULocale.forLanguageTag(language);
        this.texts = ResourceBundle.getBundle(
                "org.emishub.security.usage.words",
                Locale.forLanguageTag(language),
                UsageWords.class.getClassLoader(),
                // The machine's own language is nobody's here.
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** In the first language of these that there is, else in English; a list as in {@code Accept-Language} may be given, its weights apart. */
    public static UsageWords in(String languages) {
        for (String one : languages.split(",")) {
            String language =
                    Locale.forLanguageTag(one.split(";", 2)[0].strip()).getLanguage();
            if (LANGUAGES.contains(language)) {
                return new UsageWords(language);
            }
        }
        return new UsageWords(LANGUAGES.get(0));
    }

    /** ISO 639. */
    public String language() {
        return locale.getLanguage();
    }

    /** A text by its key. */
    public String text(String key, Map<String, Object> values) {
        return new MessageFormat(texts.getString(key), locale).format(values);
    }

    /** A text by its key, into which nothing is filled. */
    public String text(String key) {
        return text(key, Map.of());
    }

    /** What happened and why. */
    String action(Used used) {
        return switch (used.event()) {
            case RELEASED -> because("action.released", used);
            case ASKED -> because("action.asked", used);
            case BREAK_GLASS -> because("action.break_glass", used);
            case TRANSLATED -> because("action.translated", used);
            case EXPLAINED -> because("action.explained", used);
            case LOOKED_UP -> text("action.looked_up");
            case VIEWED -> text("action.viewed." + lookedAs(used.note()));
            default -> text("action.other");
        };
    }

    private static String lookedAs(String note) {
        return note.startsWith(AS_GUARDIAN) ? "guardian" : note.startsWith(AS_CHILD) ? "child" : "other";
    }

    private String because(String key, Used used) {
        String code = used.agreement().map(Agreement::purposeOfUse).orElse("");
        String purpose = used.agreement().map(Agreement::purpose).orElse("");
        return text(key, Map.of("why", text(Reason.of(code).key()), "purpose", purpose));
    }

    /** What the fields are about. */
    List<String> groups(List<String> fields) {
        return FieldGroup.of(fields).stream().map(group -> text(group.key())).toList();
    }
}
