package org.emishub.security.meaning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records over the whole catalogue, and lines of an allow-list that fit its fields. */
final class RecordDraw {
    private static final List<String> PATHS = List.copyOf(Catalogue.all().keySet());
    private static final List<Integer> INDEXES = List.of(0, 1, 2, 3, 9, 10, 11, 100, 9999);
    private static final List<Long> WHOLE =
            List.of(0L, 1L, -1L, 2L, 3L, 5L, 7L, 8L, 12L, 25L, 50L, -50L, 149L, 150L, 151L, 999_999_999_999L);
    private static final List<String> BROKEN = List.of(
            "0",
            "0.00",
            "0.01",
            "-0.01",
            "2.5",
            "-2.5",
            "7.5",
            "12.499",
            "12.50",
            "1E+2",
            "-149.999",
            "150.000",
            "92",
            "0.5",
            "-0.5",
            "123456789.125");

    private final Random random;

    RecordDraw(Random random) {
        this.random = random;
    }

    Map<String, Object> record(LocalDate asOf) {
        Map<String, Object> record = new LinkedHashMap<>();
        int everyNth = 1 + random.nextInt(6);
        for (String path : PATHS) {
            for (String concrete : concrete(path)) {
                if (random.nextInt(everyNth) == 0) {
                    record.put(concrete, value(path, asOf));
                }
            }
        }
        return record;
    }

    Map<String, Object> subject(LocalDate asOf) {
        Map<String, Object> subject = new LinkedHashMap<>();
        for (String path : PATHS) {
            if (path.startsWith("child.") && random.nextInt(3) > 0) {
                subject.put(path, value(path, asOf));
            }
        }
        return subject;
    }

    private List<String> concrete(String path) {
        List<String> paths = new ArrayList<>();
        for (int i = path.contains("[*]") ? random.nextInt(4) : 1; i > 0; i--) {
            paths.add(path.replace("*", any(INDEXES).toString()));
        }
        return paths;
    }

    private Object value(String path, LocalDate asOf) {
        return switch (Catalogue.type(path)) {
            case "date" -> path.equals("child.birthDate") ? birth(asOf) : asOf.plusDays(random.nextInt(9) * 100L - 400);
            case "integer" -> random.nextInt(3) == 0 ? any(WHOLE) : (Object) (long) random.nextInt(40);
            case "decimal" -> new BigDecimal(any(BROKEN));
            case "boolean" -> random.nextBoolean();
            case "code" -> any(Catalogue.codes(path));
            case "answer" -> any(Catalogue.words(path));
            default -> "held-" + random.nextInt(1_000_000);
        };
    }

    /** About a birthday more often than not, on a leap day, of somebody very old, or not born yet. */
    private LocalDate birth(LocalDate asOf) {
        return switch (random.nextInt(8)) {
            case 0 -> LocalDate.of(2012, 2, 29);
            case 1 -> asOf.plusDays(random.nextInt(3));
            case 2 -> asOf.minusYears(104).minusDays(random.nextInt(400));
            case 3 -> asOf.minusDays(random.nextInt(7000));
            default -> asOf.minusYears(random.nextInt(20)).plusDays(random.nextInt(3) - 1);
        };
    }

    /** An allow-list of the agreement's answer. */
    Map<String, String> lines(boolean pseudonyms) {
        Map<String, String> lines = new LinkedHashMap<>();
        int everyNth = 1 + random.nextInt(12);
        for (String path : PATHS) {
            if (random.nextInt(everyNth) == 0) {
                lines.put(path, any(operations(path, pseudonyms)));
            }
        }
        if (lines.isEmpty()) {
            lines.put("child.sex", "as is");
        }
        return lines;
    }

    /** What the provider is told: something of the child, and at least one identifier. */
    Map<String, String> asks() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("child.id", "as is");
        for (String path : PATHS) {
            if (path.startsWith("child.") && !path.endsWith("d") && random.nextInt(4) == 0) {
                lines.put(path, any(operations(path, false)));
            }
        }
        return lines;
    }

    private List<String> operations(String path, boolean pseudonyms) {
        List<String> fitting = new ArrayList<>(List.of("as is"));
        switch (Catalogue.type(path)) {
            case "date" -> fitting.addAll(List.of("year", "month"));
            case "integer", "decimal" ->
                fitting.addAll(List.of("rounded to 5", "rounded to 1", "rounded to 100", "rounded to 7"));
            case "code" -> fitting.addAll(Catalogue.coarser(path).isEmpty() ? List.of() : List.of("coarsened code"));
            case "identifier" ->
                fitting.addAll(pseudonyms ? List.of("pseudonym for research", "pseudonym for grants") : List.of());
            default -> {}
        }
        if (path.equals("child.birthDate")) {
            fitting.addAll(List.of("age band 1", "age band 5", "age band 3", "age band 18"));
        }
        if (!path.contains("[*]")) {
            fitting.add("answer");
        }
        return fitting;
    }

    /** What a kind of seal leaves out: fields, or all of a group. */
    List<String> patterns() {
        List<String> patterns = new ArrayList<>();
        while (patterns.isEmpty() || random.nextInt(3) > 0) {
            String path = any(PATHS);
            patterns.add("'" + (random.nextBoolean() ? path : path.substring(0, path.indexOf('.')) + ".*") + "'");
        }
        return patterns.stream().distinct().toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
