package org.emishub.mappings.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.emishub.outside.OutsideMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "Раҳимов,Rahimov",
        "Раҳимов,Rakhimov",
        "Ғуломов,Ghulomov",
        "Қосимов,Qosimov",
        "Ҷумъа,Juma",
        "Муродӣ,Murodi",
        "Нӯъмон,Numon",
        "Гурбангулыев,Gurbangulyýew",
        "Annagulyýewa,Аннагулыева",
        "Öwezow,Овезов",
        "Şöhrat,Шохрат",
        "Çary,Чары",
        "Žanna,Жанна",
        "Jeren,Джерен",
        "Maňlaý,Манглай",
        "Нұрсұлтан,Nursultan",
        "Әлихан,Alikhan",
        "Қуаныш,Quanysh",
        "Өмірбек,Omirbek",
        "Жанәділ,Zhanadil",
        "Жанәділ,Janadil",
        "Гүлжан,Güljan",
        "Бақытжан,Baqytzhan",
        "Шыңғыс,Şyñğys",
        "Жумабаев,Jumabaev",
        "Өмүрбек,Omurbek",
        "Чыңгыз,Chyngyz",
        "Oʻtkir,O'tkir",
        "O‘tkir,Ўткир",
        "G‘ulomjon,Ғуломжон",
        "G`ayrat,Ғайрат",
        "Xurshid,Хуршид",
        "Shohruh,Шоҳруҳ",
        "Choʻlpon,Чўлпон",
        "Сергей,Sergej",
        "Юлия,Yulia",
        "Юлия,Iuliia",
        "Дмитрий,Dmitry",
        "Евгений,Yevgeniy",
        "Наталья,Natalia",
        "Артём,Артем",
        "Щукина,Shchukina",
        "МАРИЯ,мария",
        "Абду Раҳмон,Абду-Раҳмон",
        "Мұраді́н,Муради́н",
        "José,Jose",
        "رحیم,rhym",
        "გიორგი,Giorgi"
    })
    void folds_two_spellings_of_one_name_to_one_key(String one, String other) {
        assertThat(Names.fold(one)).isNotEmpty().isEqualTo(Names.fold(other));
    }

    @ParameterizedTest
    @CsvSource({"Мадина,Марина", "Ҳасан,Ҳусан", "Karim,Karima", "Алишер,Алиша", "Шамс,Самс", "Айгүл,Айнур"})
    void keeps_different_names_apart(String one, String other) {
        assertThat(Names.fold(one)).isNotEqualTo(Names.fold(other));
    }

    @Test
    void keeps_the_names_of_brother_and_sister_apart_by_their_ending() {
        assertThat(Names.skeleton("karim")).isNotEqualTo(Names.skeleton("karima"));
        assertThat(Names.skeleton("zuhro")).isEqualTo(Names.skeleton("zuhra"));
    }

    @Property
    void gives_letters_a_to_z_only_and_the_same_again_when_folded_again(@ForAll @StringLength(max = 40) String name) {
        String folded = Names.fold(name);
        assertThat(folded).matches("[a-z]*");
        assertThat(Names.fold(folded)).isEqualTo(folded);
    }

    @Test
    @OutsideMaterial
    void agrees_with_published_romanisations() throws IOException {
        List<String[]> pairs =
                Files.readAllLines(OutsideMaterial.ROOT.resolve("identity/romanisation-pairs.tsv")).stream()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .toList();
        List<String> different = pairs.stream()
                .filter(pair -> !Names.fold(pair[1]).equals(Names.fold(pair[2])))
                .map(pair -> pair[0] + ": " + pair[1] + " / " + pair[2] + " -> " + Names.fold(pair[1]) + " / "
                        + Names.fold(pair[2]))
                .toList();
        System.out.println(
                "romanisation: " + (pairs.size() - different.size()) + " of " + pairs.size() + " pairs fold alike");
        assertThat(pairs).hasSizeGreaterThan(90);
        assertThat(different).isEmpty();
    }
}
