package org.emishub.security.disclosure.table;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.SampleAgreement;

/** A small country with schools in districts, and the statistics that somebody may want of it, one after the other. */
final class RandomTables {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final List<String> DISTRICTS = List.of("TJ-DU", "TJ-KT", "KG-B");

    private record Child(int school, int grade, boolean girl, boolean need) {}

    private final Random random;
    private final List<Child> children = new ArrayList<>();
    private final int schools;
    private final int grades;

    RandomTables(long seed) {
        this.random = new Random(seed);
        this.schools = 3 + random.nextInt(4);
        this.grades = 2 + random.nextInt(3);
        int many = 15 + random.nextInt(160);
        for (int i = 0; i < many; i++) {
            children.add(child());
        }
    }

    private Child child() {
        // Small schools and large ones.
        int school = (int) (schools * random.nextDouble() * random.nextDouble());
        return new Child(school, 3 + random.nextInt(grades), random.nextBoolean(), random.nextInt(6) == 0);
    }

    /** A few children come, leave or change school. */
    void live() {
        for (int i = random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(children.size());
            if (random.nextInt(3) == 0) {
                children.add(child());
            } else if (random.nextBoolean() && children.size() > 5) {
                children.remove(at);
            } else {
                children.set(at, child());
            }
        }
    }

    Stream<ChildRecord> records() {
        return children.stream().map(child -> ChildRecord.from("education/emis", DAY)
                .put("enrolment.schoolId", "S" + child.school())
                .put("enrolment.district", DISTRICTS.get(child.school() % DISTRICTS.size()))
                .put("enrolment.grade", "grade-" + child.grade())
                .put("child.sex", child.girl() ? "female" : "male")
                .put("support.needed", child.need() ? "yes" : "no")
                .build());
    }

    /** A statistic over some of the dimensions, with or without hierarchies. */
    Agreement agreement() {
        List<String> dimensions = new ArrayList<>();
        List<String> hierarchies = new ArrayList<>();
        switch (random.nextInt(3)) {
            case 0 -> dimensions.add("enrolment.district: as is");
            case 1 -> {
                dimensions.add("enrolment.schoolId: as is");
                hierarchies.add("enrolment.schoolId: [enrolment.district]");
            }
            default -> {}
        }
        switch (random.nextInt(4)) {
            case 0 -> dimensions.add("enrolment.grade: as is");
            case 1 -> {
                dimensions.add("enrolment.grade: as is");
                hierarchies.add("enrolment.grade: coarser code");
            }
            case 2 -> dimensions.add("enrolment.grade: coarsened code");
            default -> {}
        }
        if (dimensions.isEmpty() || random.nextBoolean()) {
            dimensions.add("child.sex: as is");
        }
        if (dimensions.size() < 3 && random.nextInt(3) == 0) {
            dimensions.add("support.needed: answer");
        }
        int threshold = 3 + random.nextInt(4);
        String table = "table: { threshold: " + threshold + ", protection: " + (1 + random.nextInt(3))
                + (random.nextInt(4) == 0 && dimensions.stream().noneMatch(d -> d.contains("schoolId"))
                        ? ", dominance: { of: enrolment.schoolId, largest: 1, percent: 85 }"
                        : "")
                + (hierarchies.isEmpty() ? "" : ", hierarchies: { " + String.join(", ", hierarchies) + " }") + " }";
        return SampleAgreement.parse(SampleAgreement.STATISTIC
                .replace("table: { threshold: 5 }", table)
                .replace("specialCategory: none", "specialCategory: Law on Samples, art. 9")
                .replace("  child.sex: as is\n", String.join("\n", dimensions).indent(2)));
    }
}
