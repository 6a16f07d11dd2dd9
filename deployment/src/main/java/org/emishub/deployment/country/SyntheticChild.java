package org.emishub.deployment.country;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A child as it is; what each system holds of it is what {@link #asEmis()}, {@link #asHealth()} and {@link #asSocial()} say.
 *
 * @param index from 0
 * @param family index of the eldest brother or sister; equal for all of one family
 * @param name in the script of the child's people
 * @param sex {@code male} or {@code female}
 * @param nationality ISO 3166-1
 * @param district canonical code in which the child lives
 * @param movedFrom district in which the child lived until last summer
 * @param grade 0 to 11
 * @param sealed whether where the child lives is protected
 */
public record SyntheticChild(
        long seed,
        int index,
        int family,
        Ethnicity ethnicity,
        String nationalId,
        Name name,
        LocalDate birthDate,
        String sex,
        String nationality,
        String district,
        Optional<String> movedFrom,
        String address,
        String phone,
        List<Guardian> guardians,
        Household household,
        School school,
        int grade,
        boolean repeats,
        String className,
        boolean sealed,
        Optional<Disability> disability,
        Optional<SocialCase> socialCase,
        Quirks quirks) {

    /** What the EMIS holds; empty for a child who is out of school. */
    public Optional<EmisView> asEmis() {
        return quirks.emis() ? Optional.of(EmisView.of(this)) : Optional.empty();
    }

    /** What the health register holds; empty for a child whom it does not know. */
    public Optional<HealthView> asHealth() {
        return quirks.health() ? Optional.of(HealthView.of(this)) : Optional.empty();
    }

    /** What the social registry holds; empty for a household that never applied for anything. */
    public Optional<SocialView> asSocial() {
        boolean known = household.known() || disability.isPresent() || socialCase.isPresent();
        return known ? Optional.of(SocialView.of(this)) : Optional.empty();
    }

    boolean isGirl() {
        return sex.equals("female");
    }

    /** Says only which one: a child is never printed. */
    @Override
    public String toString() {
        return "SyntheticChild[" + index + "]";
    }
}
