package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.adapters.health.simulator.HealthChild;
import org.emishub.deployment.country.Disability;
import org.emishub.deployment.country.HealthView;
import org.emishub.deployment.country.SyntheticCountry;

/** The invented country as its health register would write it down. */
public final class HealthRecords {
    private static final LocalCodes VACCINES = new LocalCodes("/org/emishub/adapters/health/register/vaccine-cvx.csv");
    private static final Map<String, String> FITNESS = Map.of("yes", "fit", "no", "not-fit", "pending", "pending");

    private HealthRecords() {}

    /** Every child the register knows. */
    public static List<HealthChild> children(SyntheticCountry country) {
        return country.children()
                .flatMap(child -> child.asHealth().stream())
                .map(view -> child(view, country))
                .toList();
    }

    private static HealthChild child(HealthView view, SyntheticCountry country) {
        return new HealthChild(
                view.healthId(),
                new HealthChild.Person(
                        view.nationalId().orElse(""),
                        view.healthId(),
                        view.name().family(),
                        view.name().given(),
                        view.name().patronymic(),
                        view.birthDate(),
                        view.sex(),
                        view.sealed()),
                view.doses().stream()
                        .map(dose ->
                                new HealthChild.Dose(VACCINES.of(dose.vaccine()), dose.date(), dose.number(), true))
                        .toList(),
                view.due().stream()
                        .map(dose -> new HealthChild.DueDose(
                                VACCINES.of(dose.vaccine()),
                                dose.date(),
                                dose.date().isAfter(country.day()) ? "due" : "overdue"))
                        .toList(),
                view.examination().map(HealthRecords::examination),
                view.diagnosis(),
                view.allergy(),
                view.disability().map(Disability::kind).orElse(""));
    }

    private static HealthChild.Examination examination(HealthView.Examination seen) {
        return new HealthChild.Examination(
                seen.date(),
                FITNESS.getOrDefault(seen.fit(), "pending"),
                Optional.of(seen.nextDue()),
                seen.heightCm(),
                seen.weightKg(),
                seen.vision());
    }
}
