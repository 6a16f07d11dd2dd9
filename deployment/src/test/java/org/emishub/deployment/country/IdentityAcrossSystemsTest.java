package org.emishub.deployment.country;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emishub.mappings.identity.ChildMatcher;
import org.emishub.mappings.identity.Description;
import org.emishub.mappings.identity.Match;
import org.junit.jupiter.api.Test;

/** Looks for the EMIS's pupils in the health register of a synthetic country, as a school does at enrolment. */
class IdentityAcrossSystemsTest {
    @Test
    void finds_most_pupils_in_the_health_register_and_never_another_child() {
        List<SyntheticChild> children =
                SyntheticCountry.generate(11, 1_500, "TJ").children().toList();
        List<SyntheticChild> known =
                children.stream().filter(child -> child.asHealth().isPresent()).toList();
        List<Description> register = known.stream()
                .map(child -> child.asHealth().orElseThrow())
                .map(v -> description(v.nationalId(), v.name(), v.birthDate(), v.sex()))
                .toList();
        int right = 0;
        int asked = 0;
        for (SyntheticChild child : children.subList(0, 400)) {
            Optional<EmisView> pupil = child.asEmis();
            if (pupil.isEmpty()) {
                continue;
            }
            EmisView v = pupil.get();
            Match match = ChildMatcher.match(description(v.nationalId(), v.name(), v.birthDate(), v.sex()), register);
            if (match instanceof Match.One one) {
                assertThat(known.get(one.index()).index()).isEqualTo(child.index());
                right++;
            }
            asked += child.asHealth().isPresent() ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "synthetic country: %d of %d pupils found in the health register, none wrongly%n",
                right,
                asked);
        assertThat(right / (double) asked).isGreaterThan(0.95);
    }

    private static Description description(Optional<String> id, Name name, LocalDate born, String sex) {
        return new Description(id.orElse(null), name.family(), name.given(), born, sex);
    }
}
