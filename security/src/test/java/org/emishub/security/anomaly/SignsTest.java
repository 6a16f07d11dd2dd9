package org.emishub.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
    private static final ChildRecord NOBODY =
            ChildRecord.from("x/y", DAY).put("child.id", "1").build();

    @TempDir
    Path folder;

    private Set<String> of(ChildRecord found, String asker) {
        VaultKeys keys =
                new VaultKeys(new SecretKeySpec(new byte[32], "AES"), new SecretKeySpec(new byte[32], "HmacSHA256"));
        try (FileChildVault vault = new FileChildVault(folder, keys)) {
            return new Signs(vault).of(NOBODY, found, asker);
        }
    }

    private static ChildRecord named(String family) {
        return ChildRecord.from("x/y", DAY).put("child.familyName", family).build();
    }

    @ParameterizedTest
    @CsvSource({
        "Раҳимов, Zarina Rahimova",
        "Rahimova, Рахимова Зарина",
        "Жумабоев, Jumaboyev Otkir",
        "Каримова, KARIMOV A."
    })
    void one_s_own_family_name_is_noted_whatever_script_and_ending(String child, String asker) {
        assertThat(of(named(child), asker)).containsExactly(Signs.OWN_SURNAME);
    }

    @ParameterizedTest
    @CsvSource({"Раҳимов, Zarina Karimova", "Rahimov, ''", "Rahimov, Rahim Sharipov", "Ли, Li"})
    void another_s_is_not_and_neither_is_anything_where_no_name_is_stated(String child, String asker) {
        assertThat(of(named(child), asker)).isEmpty();
    }

    @Test
    void a_district_is_noted_by_a_keyed_hash_that_tells_it_from_others_and_not_which_it_is() {
        ChildRecord here =
                ChildRecord.from("x/y", DAY).put("child.district", "KZ-10").build();
        ChildRecord there =
                ChildRecord.from("x/y", DAY).put("child.district", "KZ-11").build();

        assertThat(of(here, ""))
                .isEqualTo(of(here, ""))
                .isNotEqualTo(of(there, ""))
                .hasSize(1);
        assertThat(of(here, "").toString()).startsWith("[district ").doesNotContain("KZ-1");
    }
}
