package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What the social registry holds of a person; codes are canonical.
 *
 * @param nationalId empty where it was never shown
 * @param name in the child's script or, for some, in Latin letters
 * @param district where the registry believes the household to live
 * @param socialCase open case of a social worker
 */
public record SocialView(
        String socialId,
        Optional<String> nationalId,
        Name name,
        LocalDate birthDate,
        String sex,
        String district,
        boolean sealed,
        Household household,
        List<Benefit> benefits,
        Optional<Disability> disability,
        Optional<SocialCase> socialCase) {

    static SocialView of(SyntheticChild child) {
        Quirks quirks = child.quirks();
        return new SocialView(
                Numbers.social(child.index()),
                quirks.socialNumber() ? Optional.of(child.nationalId()) : Optional.empty(),
                quirks.socialLatin() ? child.name().latin() : child.name(),
                quirks.socialTypo() ? Quirks.mistyped(child.birthDate()) : child.birthDate(),
                child.sex(),
                child.district(),
                child.sealed(),
                child.household(),
                Benefit.of(child),
                child.disability(),
                child.socialCase());
    }

    /** Says only which one: a child is never printed. */
    @Override
    public String toString() {
        return "SocialView";
    }
}
