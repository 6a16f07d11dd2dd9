package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emishub.adapters.education.simulator.EmisAttendance;
import org.emishub.adapters.education.simulator.EmisSchool;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.adapters.education.simulator.OneRosterWriter;
import org.emishub.deployment.country.EmisView;
import org.emishub.deployment.country.Guardian;
import org.emishub.deployment.country.MonthAttendance;
import org.emishub.deployment.country.Name;
import org.emishub.deployment.country.School;
import org.emishub.deployment.country.SupportPlan;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;

/** The invented country as its school register would write it down. */
public final class EmisRecords {
    private static final String CODES = "/org/emishub/adapters/education/codes/";
    private static final LocalCodes GRADES = new LocalCodes(CODES + "grade.csv");
    private static final LocalCodes LANGUAGES = new LocalCodes(CODES + "language.csv");
    private static final LocalCodes DISTRICTS = new LocalCodes(CODES + "district.csv");
    private static final LocalCodes STATUSES = new LocalCodes(CODES + "enrolment-status.csv");
    private static final LocalCodes RELATIONS = new LocalCodes(CODES + "guardian-relation.csv");
    private static final LocalCodes REASONS = new LocalCodes(CODES + "attendance-reason.csv");
    private static final LocalCodes SUPPORT = new LocalCodes(CODES + "support-kind.csv");
    private static final List<String> PARALLELS = List.of("A", "B", "C");
    private static final int LAST_GRADE = 11;

    private EmisRecords() {}

    /** The register, which delivers packages. */
    public static EmisSimulator register(SyntheticCountry country) {
        return register(country, child -> true);
    }

    /** The register without some of its pupils. */
    public static EmisSimulator register(SyntheticCountry country, Predicate<SyntheticChild> with) {
        return new EmisSimulator(
                () -> country.schools().map(EmisRecords::school),
                () -> country.children().filter(with).flatMap(child -> student(child).stream()),
                new OneRosterWriter(
                        country.day().getMonthValue() > 7
                                ? country.day().getYear() + 1
                                : country.day().getYear(),
                        country.day() + "T00:00:00Z"));
    }

    /** Months of attendance of the pupils chosen. */
    static Stream<EmisAttendance> attendance(SyntheticCountry country, Predicate<SyntheticChild> of) {
        return country.children()
                .filter(of)
                .flatMap(child -> child.asEmis().stream())
                .flatMap(pupil -> pupil.attendance().stream().map(month -> month(pupil, month)));
    }

    private static EmisSchool school(School school) {
        String language = LANGUAGES.of(school.language());
        List<EmisSchool.EmisClass> classes = IntStream.rangeClosed(0, LAST_GRADE)
                .boxed()
                .flatMap(grade -> PARALLELS.stream()
                        .map(parallel -> new EmisSchool.EmisClass(
                                school.id() + "-" + grade + parallel,
                                grade + parallel,
                                GRADES.of("grade-" + grade),
                                language,
                                1)))
                .toList();
        return new EmisSchool(school.id(), school.name(), DISTRICTS.of(school.district()), classes);
    }

    /** The pupil, empty for a child out of school. */
    public static java.util.Optional<EmisStudent> student(SyntheticChild child) {
        return child.asEmis().map(pupil -> student(child, pupil));
    }

    private static EmisStudent student(SyntheticChild child, EmisView pupil) {
        return new EmisStudent(
                pupil.emisId(),
                pupil.emisId(),
                pupil.nationalId().orElse(""),
                name(pupil.name()),
                pupil.birthDate().toString(),
                pupil.sex(),
                LANGUAGES.of(pupil.language()),
                pupil.nationality(),
                DISTRICTS.of(pupil.district()),
                pupil.address(),
                pupil.phone(),
                child.sealed(),
                pupil.school().id(),
                pupil.school().id() + "-" + pupil.className(),
                GRADES.of(pupil.grade()),
                pupil.from().toString(),
                pupil.to().map(Object::toString).orElse(""),
                STATUSES.of(pupil.status()),
                pupil.repeats(),
                pupil.support()
                        .map(EmisRecords::support)
                        .orElse(new EmisStudent.Support("no", "", "", "", false, false)),
                pupil.guardians().stream().map(EmisRecords::guardian).toList());
    }

    private static EmisStudent.Name name(Name name) {
        Name latin = name.latin();
        return new EmisStudent.Name(name.family(), name.given(), name.patronymic(), latin.family(), latin.given());
    }

    private static EmisStudent.Support support(SupportPlan plan) {
        return new EmisStudent.Support(
                "yes",
                SUPPORT.of(plan.kind()),
                plan.from().toString(),
                plan.to().toString(),
                plan.assistant(),
                plan.transport());
    }

    private static EmisStudent.Guardian guardian(Guardian guardian) {
        return new EmisStudent.Guardian(
                "G-" + guardian.nationalId(),
                name(new Name(guardian.family(), guardian.given(), "")),
                RELATIONS.of(guardian.relation()),
                guardian.phone(),
                guardian.nationalId(),
                LANGUAGES.of(guardian.language()));
    }

    private static EmisAttendance month(EmisView pupil, MonthAttendance month) {
        return new EmisAttendance(
                pupil.emisId(),
                month.month().toString(),
                month.sessions(),
                month.absences(),
                month.excused(),
                month.unexcused(),
                month.late(),
                month.lastAttended().toString(),
                month.reason().map(REASONS::of).orElse(""));
    }
}
