package org.emishub.security.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.ledger.Event;
import org.junit.jupiter.api.Test;

class UsageWordsTest {
    /** The letters that tell a language from its neighbours; Kazakh's һ stands in few words, and in none of these. */
    private static final Map<String, String> LETTERS =
            Map.of("ru", "ыэёщ", "kk", "әғқңөұүі", "tg", "ғӣқӯҳҷ", "tk", "çäžňöşüý");

    private static byte[] file(String language) {
        try (InputStream in = UsageWords.class.getResourceAsStream("words_" + language + ".properties")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(String language) {
        Properties read = new Properties();
        try {
            read.load(new InputStreamReader(new java.io.ByteArrayInputStream(file(language)), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
        return texts;
    }

    private static Map<String, Set<String>> arguments(String language) {
        Map<String, Set<String>> arguments = new LinkedHashMap<>();
        texts(language)
                .forEach((key, text) -> arguments.put(
                        key,
                        new TreeSet<>(new MessageFormat(text, ULocale.forLanguageTag(language)).getArgumentNames())));
        return arguments;
    }

    @Test
    void every_language_says_everything_with_the_same_things_filled_in() {
        for (String language : UsageWords.LANGUAGES) {
            assertThat(arguments(language)).as(language).isEqualTo(arguments("en"));
            assertThat(texts(language).values()).as(language).noneMatch(String::isBlank);
        }
    }

    @Test
    void every_reason_and_every_part_of_the_catalogue_has_words() {
        Set<String> keys = texts("en").keySet();

        assertThat(Arrays.stream(Reason.values()).map(Reason::key)).allMatch(keys::contains);
        assertThat(Arrays.stream(FieldGroup.values()).map(FieldGroup::key)).allMatch(keys::contains);
        assertThat(FieldCatalogue.standard().paths()).allMatch(path -> FieldGroup.of(path) != FieldGroup.OTHER);
    }

    @Test
    void every_event_can_be_said_in_every_language() {
        for (String language : UsageWords.LANGUAGES) {
            UsageWords words = UsageWords.in(language);
            for (Event event : Event.values()) {
                String action = words.action(Logs.used(Logs.NOW, event, "m", Logs.OPEN));
                assertThat(action).isNotBlank().doesNotContain("{").doesNotContain("action.");
            }
        }
    }

    @Test
    void each_file_is_in_the_letters_of_its_language_and_no_two_alphabets_meet_in_a_word() {
        LETTERS.forEach((language, letters) -> {
            String all = String.join(" ", texts(language).values()).toLowerCase(java.util.Locale.ROOT);
            assertThat(letters.chars().filter(letter -> all.indexOf(letter) < 0).mapToObj(Character::toString))
                    .as("letters that %s does not use", language)
                    .isEmpty();
        });
        for (String language : UsageWords.LANGUAGES) {
            assertThat(texts(language).values()).as(language).noneMatch(text -> java.util.regex.Pattern.compile(
                            "\\p{IsLatin}\\p{IsCyrillic}|\\p{IsCyrillic}\\p{IsLatin}")
                    .matcher(text)
                    .find());
        }
    }

    @Test
    void each_file_is_well_formed_utf_8_and_says_that_no_native_speaker_has_signed_it_off() throws IOException {
        for (String language : UsageWords.LANGUAGES) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(file(language)))
                    .toString();
            assertThat(text).as(language).contains("No native speaker has signed this text off yet");
        }
    }

    @Test
    void a_language_is_chosen_as_a_browser_asks_for_it() {
        assertThat(UsageWords.in("kk-KZ").language()).isEqualTo("kk");
        assertThat(UsageWords.in("de-DE, tg;q=0.8, ru;q=0.5").language()).isEqualTo("tg");
        assertThat(UsageWords.in("").language()).isEqualTo("en");
        assertThat(UsageWords.in("../../x").language()).isEqualTo("en");
    }

    @Test
    void numbers_are_counted_as_the_language_counts() {
        assertThat(UsageWords.in("ru").text("shown", Map.of("shown", 3))).startsWith("Показаны 3 записи");
        assertThat(UsageWords.in("ru").text("shown", Map.of("shown", 11))).startsWith("Показано 11 записей");
        assertThat(UsageWords.in("en").text("title", Map.of("count", 1))).endsWith("1 time");
    }
}
