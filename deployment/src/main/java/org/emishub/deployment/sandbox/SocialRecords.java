package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emishub.adapters.socialprotection.simulator.Household;
import org.emishub.deployment.country.Benefit;
import org.emishub.deployment.country.SocialView;
import org.emishub.deployment.country.SyntheticCountry;

/** The invented country as its social registry would write it down: households and who is in which programme. */
public final class SocialRecords {
    private static final String CODES = "/org/emishub/adapters/socialprotection/codes/";
    private static final LocalCodes PROGRAMMES = new LocalCodes(CODES + "benefit-programme.csv");
    private static final LocalCodes CATEGORIES = new LocalCodes(CODES + "household-category.csv");
    /** DCI has no code for a benefit that ended; its registry calls the person graduated. */
    private static final Map<String, String> STATUSES = Map.of("active", "1", "suspended", "4", "ended", "3");

    private SocialRecords() {}

    /** Every household that the registry knows. */
    public static List<Household> households(SyntheticCountry country) {
        Map<String, List<SocialView>> byHousehold = country.children()
                .flatMap(child -> child.asSocial().stream())
                .collect(Collectors.groupingBy(view -> view.household().id()));
        return byHousehold.values().stream()
                .map(members -> household(members, country))
                .toList();
    }

    private static Household household(List<SocialView> members, SyntheticCountry country) {
        org.emishub.deployment.country.Household household = members.get(0).household();
        return new Household(
                household.id(),
                household.address(),
                household.income(),
                household.currency(),
                CATEGORIES.of(household.category()),
                country.day(),
                members.stream().map(SocialRecords::member).toList());
    }

    private static Household.Member member(SocialView view) {
        return new Household.Member(
                view.nationalId().orElse(""),
                view.socialId(),
                view.name().family(),
                view.name().given(),
                view.name().patronymic(),
                view.birthDate(),
                view.sex(),
                view.benefits().stream().map(SocialRecords::enrolment).toList());
    }

    private static Household.Enrolment enrolment(Benefit benefit) {
        return new Household.Enrolment(
                PROGRAMMES.of(benefit.programme()),
                benefit.programme(),
                STATUSES.getOrDefault(benefit.status(), "4"),
                benefit.from(),
                benefit.until(),
                benefit.amount());
    }
}
