package org.emishub.deployment.country;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTest {
    private static final Map<Ethnicity, String> ALPHABETS = Map.of(
            Ethnicity.TAJIK, "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
            Ethnicity.TURKMEN, "abçdeäfghijžklmnňoöprsştuüwyýz",
            Ethnicity.KAZAKH, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
            Ethnicity.KYRGYZ, "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
            Ethnicity.UZBEK, "abcdefghijklmnopqrstuvxyzʻʼ",
            Ethnicity.RUSSIAN, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя");

    @ParameterizedTest
    @EnumSource
    void writes_every_name_in_the_letters_of_its_people(Ethnicity people) {
        assertThat(people.given(true)).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
        assertThat(people.given(false)).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
        assertThat(people.families()).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
        Stream<String> names = Stream.of(
                        people.given(true).stream(),
                        people.given(false).stream(),
                        people.families().stream(),
                        people.families().stream().map(name -> Ethnicity.family(name, true)),
                        people.given(false).stream().map(name -> people.patronymic(name, true)),
                        people.given(false).stream().map(name -> people.patronymic(name, false)))
                .flatMap(all -> all);
        assertThat(names)
                .allSatisfy(name -> assertThat(name.toLowerCase(Locale.ROOT).replace(" ", ""))
                        .as(name)
                        .isNotEmpty()
                        .matches("[" + ALPHABETS.get(people) + "]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "RUSSIAN,Сергей,Сергеевич,Сергеевна",
        "RUSSIAN,Михаил,Михайлович,Михайловна",
        "RUSSIAN,Лев,Львович,Львовна",
        "RUSSIAN,Юрий,Юрьевич,Юрьевна",
        "RUSSIAN,Игорь,Игоревич,Игоревна",
        "TAJIK,Фирӯз,Фирӯззода,Фирӯззода",
        "TURKMEN,Merdan,Merdanowiç,Merdanowna",
        "TURKMEN,Çary,Çaryýewiç,Çaryýewna",
        "KAZAKH,Нұрлан,Нұрланұлы,Нұрланқызы",
        "KYRGYZ,Бакыт,Бакыт уулу,Бакыт кызы",
        "UZBEK,Oʻtkir,Oʻtkir oʻgʻli,Oʻtkir qizi"
    })
    void forms_the_name_after_the_father(Ethnicity people, String father, String son, String daughter) {
        assertThat(people.patronymic(father, false)).isEqualTo(son);
        assertThat(people.patronymic(father, true)).isEqualTo(daughter);
    }

    @ParameterizedTest
    @CsvSource({
        "Раҳимов,Раҳимова",
        "Раҳимзода,Раҳимзода",
        "Ғаффорӣ,Ғаффорӣ",
        "Annagulyýew,Annagulyýewa",
        "Yusupov,Yusupova",
        "Ғабдуллин,Ғабдуллина",
        "Соловьёв,Соловьёва"
    })
    void gives_women_the_form_that_women_bear(String man, String woman) {
        assertThat(Ethnicity.family(man, true)).isEqualTo(woman);
        assertThat(Ethnicity.family(man, false)).isEqualTo(man);
    }

    @Test
    void romanises_every_name_to_plain_letters() {
        for (Ethnicity people : Ethnicity.values()) {
            assertThat(Stream.concat(people.given(true).stream(), people.families().stream())
                            .map(Latin::of))
                    .allMatch(name -> name.matches("[A-Z][a-z]+"));
        }
        assertThat(Latin.of("Ҷӯраев")).isEqualTo("Juraev");
        assertThat(Latin.of("Şöhrat")).isEqualTo("Shohrat");
        assertThat(Latin.of("Gʻulomov")).isEqualTo("Gulomov");
    }
}
