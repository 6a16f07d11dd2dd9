package org.emishub.security.disclosure;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.agreement.SampleAgreement;

/** A random agreement, as text through the parser, and a random record whose every value can be recognised in a heap of bytes. */
final class RandomExchange {
    private static final List<String> OPERATIONS = List.of(
            "as is",
            "year",
            "month",
            "age band 1",
            "age band 5",
            "rounded to 5",
            "rounded to 100",
            "answer",
            "coarsened code",
            "pseudonym for research");

    private final Random random;
    private final Map<String, String> planted = new LinkedHashMap<>();
    private int serial;

    RandomExchange(long seed) {
        this.random = new Random(seed);
    }

    Agreement agreement() {
        StringBuilder lines = new StringBuilder();
        do {
            FieldCatalogue.standard().fields().stream()
                    .filter(field -> random.nextInt(4) == 0)
                    .forEach(field -> lines.append(field.path() + ": " + operation(field) + "\n"));
        } while (lines.isEmpty());
        return SampleAgreement.disclosing(lines.toString());
    }

    private String operation(Field field) {
        List<String> fitting = OPERATIONS.stream()
                .filter(text -> Operation.parse(text).orElseThrow().fits(field))
                .toList();
        return fitting.get(random.nextInt(fitting.size()));
    }

    ChildRecord record() {
        ChildRecord.Builder builder = ChildRecord.from("education/emis", LocalDate.of(2026, 10, 1));
        for (Field field : FieldCatalogue.standard().fields()) {
            for (String path : concretePaths(field)) {
                if (random.nextInt(3) > 0) {
                    builder.put(path, plant(field, path));
                }
            }
        }
        return builder.build();
    }

    private List<String> concretePaths(Field field) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < (field.repeats() ? 1 + random.nextInt(3) : 1); i++) {
            paths.add(field.path().replace("[*]", "[" + i + "]"));
        }
        return paths;
    }

    private Object plant(Field field, String path) {
        serial++;
        return switch (field.type()) {
            case TEXT, IDENTIFIER -> recognisable(path, "planted-" + serial + "-" + random.nextInt(1_000_000));
            case DATE -> recognisable(path, LocalDate.of(1990, 1, 1).plusDays(serial * 31L + random.nextInt(30)));
            // Ends in 3, so that no rounding leaves it as it is.
            case INTEGER -> recognisable(path, 100_000_003L + serial * 1_000_000L + random.nextInt(90_000) * 10L);
            case DECIMAL ->
                recognisable(path, new BigDecimal((200_000 + serial * 1_000L + random.nextInt(999)) + ".37"));
            case BOOLEAN -> random.nextBoolean();
            case CODE -> any(List.copyOf(CodeList.standard(field.codes()).codes()));
            case ANSWER -> any(field.answers());
        };
    }

    private <T> T recognisable(String path, T value) {
        planted.put(path, value.toString());
        return value;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Concrete path to the text by which its value is recognised; codes, answers and booleans are not in it. */
    Map<String, String> planted() {
        return planted;
    }
}
