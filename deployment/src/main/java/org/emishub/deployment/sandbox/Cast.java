package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.function.Predicate;
import org.emishub.deployment.country.EmisView;
import org.emishub.deployment.country.HealthView;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;

/**
 * Which invented child plays in which scenario.
 *
 * @param examined starts school, was examined, and a vaccination is overdue
 * @param twin has a twin of the same family name and birth date
 * @param granted the family applied for the child grant
 * @param other goes to school, and nobody applied for anything
 * @param cared has a social worker
 * @param newcomer enrols while the demonstration runs
 * @param sealed enrols too, but must not be found by anybody
 */
record Cast(
        SyntheticChild examined,
        SyntheticChild twin,
        SyntheticChild granted,
        SyntheticChild other,
        SyntheticChild cared,
        SyntheticChild newcomer,
        SyntheticChild sealed) {
    static final String GRANT_WORKER = "n.rahimova";
    static final String GRANT_CASE = "G-2026-118";
    static final String CARE_WORKER = "s.karimov";
    static final String CARE_CASE = "C-2026-042";

    static Cast of(SyntheticCountry country) {
        List<SyntheticChild> plain = country.children().filter(Cast::plain).toList();
        List<SyntheticChild> pupils =
                plain.stream().filter(Cast::attends).limit(4).toList();
        if (pupils.size() < 4) {
            throw tooSmall();
        }
        List<SyntheticChild> others =
                plain.stream().filter(child -> !pupils.contains(child)).toList();
        return new Cast(
                first(others, Cast::dueForVaccination),
                twin(plain),
                pupils.get(0),
                pupils.get(1),
                first(others, Cast::receivesBenefits),
                pupils.get(2),
                pupils.get(3));
    }

    private static boolean receivesBenefits(SyntheticChild child) {
        return child.asSocial()
                .filter(view ->
                        view.nationalId().isPresent() && !view.benefits().isEmpty())
                .isPresent();
    }

    private static IllegalStateException tooSmall() {
        return new IllegalStateException(
                "the invented country is too small to play the scenarios: set simulators.children to 1000 or more");
    }

    private static SyntheticChild first(List<SyntheticChild> children, Predicate<SyntheticChild> wanted) {
        return children.stream().filter(wanted).findFirst().orElseThrow(Cast::tooSmall);
    }

    /** Known everywhere by the national number, with the same birth date. */
    private static boolean plain(SyntheticChild child) {
        return !child.sealed()
                && child.asEmis()
                        .filter(view ->
                                view.nationalId().isPresent() && view.status().equals("enrolled"))
                        .isPresent()
                && child.asHealth()
                        .filter(view -> view.nationalId().isPresent()
                                && view.birthDate().equals(child.birthDate())
                                && view.name().equals(child.name()))
                        .isPresent();
    }

    private static boolean attends(SyntheticChild child) {
        return child.asEmis()
                .map(EmisView::attendance)
                .filter(months -> months.size() == 2)
                .isPresent();
    }

    private static boolean dueForVaccination(SyntheticChild child) {
        return child.asHealth()
                .filter(view -> view.examination().isPresent() && overdue(view, child))
                .isPresent();
    }

    private static boolean overdue(HealthView view, SyntheticChild child) {
        return view.due().stream()
                .anyMatch(dose -> dose.date().isBefore(child.birthDate().plusYears(5)));
    }

    private static SyntheticChild twin(List<SyntheticChild> children) {
        for (int i = 1; i < children.size(); i++) {
            SyntheticChild one = children.get(i - 1);
            SyntheticChild other = children.get(i);
            if (one.family() == other.family()
                    && one.birthDate().equals(other.birthDate())
                    && one.sex().equals(other.sex())) {
                return one;
            }
        }
        throw tooSmall();
    }
}
