package org.emishub.adapters.health.simulator;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;

/**
 * The register's own master patient index, behind {@code Patient/$match}.
 *
 * <p>A number it knows is certain. Else family name, given name and day of birth together are certain when only one child has them and probable when several have; a
 * twin (another given name) is possible.
 */
record Matching(Holdings holdings) {
    private enum Grade {
        CERTAIN("certain", "1.0"),
        PROBABLE("probable", "0.8"),
        POSSIBLE("possible", "0.4");

        private final String code;
        private final BigDecimal score;

        Grade(String code, String score) {
            this.code = code;
            this.score = new BigDecimal(score);
        }
    }

    /** The searchset that answers {@code $match}, best first, at most {@code count}; with {@code onlyCertain}, one child or none. */
    Bundle match(Patient described, int count, boolean onlyCertain) {
        Map<HealthChild, Grade> graded = grade(described);
        long certain = graded.values().stream().filter(Grade.CERTAIN::equals).count();
        Bundle bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
        for (Grade grade : Grade.values()) {
            graded.forEach((child, g) -> {
                boolean wanted = !onlyCertain || (grade == Grade.CERTAIN && certain == 1);
                if (g == grade && wanted && bundle.getEntry().size() < count) {
                    add(bundle, child, grade);
                }
            });
        }
        return bundle.setTotal(bundle.getEntry().size());
    }

    private static void add(Bundle bundle, HealthChild child, Grade grade) {
        var entry = bundle.addEntry().setResource(Resources.patient(child));
        entry.setFullUrl("urn:uuid:" + UUID.nameUUIDFromBytes(child.id().getBytes(StandardCharsets.UTF_8)));
        entry.getSearch().setMode(Bundle.SearchEntryMode.MATCH).setScore(grade.score);
        entry.getSearch().addExtension(Names.MATCH_GRADE, new CodeType(grade.code));
    }

    private Map<HealthChild, Grade> grade(Patient described) {
        Map<HealthChild, Grade> graded = new LinkedHashMap<>();
        described.getIdentifier().stream()
                .flatMap(i -> holdings.byNumber(i.getSystem() + "|" + i.getValue()).stream())
                .forEach(child -> graded.put(child, Grade.CERTAIN));
        if (graded.isEmpty()) {
            byName(described).forEach(graded::putIfAbsent);
        }
        return graded;
    }

    private Map<HealthChild, Grade> byName(Patient described) {
        Optional<LocalDate> birthDate = day(described);
        if (birthDate.isEmpty()) {
            return Map.of();
        }
        List<HealthChild> same = new ArrayList<>();
        Map<HealthChild, Grade> graded = new LinkedHashMap<>();
        for (HumanName name : described.getName()) {
            for (HealthChild child : holdings.byName(name.hasFamily() ? name.getFamily() : "", birthDate.get())) {
                boolean sameGiven = Holdings.folded(child.person().givenName())
                        .equals(Holdings.folded(
                                name.hasGiven() ? name.getGiven().get(0).getValue() : ""));
                graded.put(child, Grade.POSSIBLE);
                if (sameGiven && !hasAnotherNumber(child, described)) {
                    same.add(child);
                }
            }
        }
        same.forEach(child -> graded.put(child, same.size() == 1 ? Grade.CERTAIN : Grade.PROBABLE));
        return graded;
    }

    private static boolean hasAnotherNumber(HealthChild child, Patient described) {
        return described.getIdentifier().stream()
                .anyMatch(i -> Names.PERSONAL_NUMBER.equals(i.getSystem())
                        && !child.person().personalNumber().isEmpty()
                        && !child.person().personalNumber().equals(i.getValue()));
    }

    private static Optional<LocalDate> day(Patient described) {
        try {
            return Optional.ofNullable(described.getBirthDateElement().getValueAsString())
                    .map(LocalDate::parse);
        } catch (DateTimeParseException onlyAYearOrMonth) {
            return Optional.empty();
        }
    }
}
