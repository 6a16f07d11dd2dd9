package org.emishub.security.meaning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What leaves of one record: line by line of the allow-list, each line in its own words. */
final class Leaving {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Map<String, Object> held;
    private final LocalDate asOf;

    Leaving(Map<String, Object> held, LocalDate asOf) {
        this.held = held;
        this.asOf = asOf;
    }

    SortedMap<String, String> under(Map<String, Object> lines, Set<String> leftOut, String receiver) {
        SortedMap<String, Object> left = new TreeMap<>();
        lines.forEach((path, operation) -> {
            if (leftOut.contains(path)) {
                return;
            }
            if (operation.equals("answer")) {
                left.put(path, answer(path));
                return;
            }
            held.forEach((concrete, value) -> {
                if (concrete.replaceFirst("\\[[0-9]+]", "[*]").equals(path)) {
                    apply((String) operation, path, value, receiver).ifPresent(result -> left.put(concrete, result));
                }
            });
        });
        return Verdict.spelt(left);
    }

    private Optional<Object> apply(String operation, String path, Object value, String receiver) {
        String word = operation.substring(operation.lastIndexOf(' ') + 1);
        if (operation.equals("as is")) {
            return Optional.of(value);
        } else if (operation.equals("year")) {
            return Optional.of(((LocalDate) value).getYear());
        } else if (operation.equals("month")) {
            LocalDate day = (LocalDate) value;
            return Optional.of("%04d-%02d".formatted(day.getYear(), day.getMonthValue()));
        } else if (operation.startsWith("age band ")) {
            return band((LocalDate) value, Integer.parseInt(word));
        } else if (operation.startsWith("rounded to ")) {
            return Optional.of(rounded(new BigDecimal(value.toString()), new BigDecimal(word)));
        } else if (operation.equals("coarsened code")) {
            return Optional.ofNullable(Catalogue.coarser(path).get((String) value));
        } else if (operation.startsWith("pseudonym for ")) {
            return Optional.of(Pairwise.pseudonym(receiver, word, (String) value));
        }
        return Optional.empty();
    }

    private Object answer(String path) {
        Object value = held.get(path);
        if (Catalogue.type(path).equals("answer")) {
            return value != null ? value : Derived.answer(path, held, asOf);
        }
        if (value == null) {
            return "unknown";
        }
        boolean no = value.equals(false) || (value instanceof Number n && new BigDecimal(n.toString()).signum() <= 0);
        return no ? "no" : "yes";
    }

    private Optional<Object> band(LocalDate birth, int width) {
        if (asOf.isBefore(birth)) {
            return Optional.empty();
        }
        int age = fullYears(birth, asOf);
        int from = age - age % width;
        return Optional.of(width == 1 ? (Object) age : from + "-" + (from + width - 1));
    }

    /** Who was born on 29 February is a year older on 1 March of a common year. */
    static int fullYears(LocalDate birth, LocalDate day) {
        boolean hadNoBirthdayYet =
                day.getMonthValue() * 100 + day.getDayOfMonth() < birth.getMonthValue() * 100 + birth.getDayOfMonth();
        return day.getYear() - birth.getYear() - (hadNoBirthdayYet ? 1 : 0);
    }

    /** How many whole steps lie in the value and half a step together; the sign apart, so that halves go away from zero. */
    private static BigDecimal rounded(BigDecimal value, BigDecimal step) {
        BigDecimal steps = value.abs().multiply(TWO).add(step).divideToIntegralValue(step.multiply(TWO));
        return steps.multiply(step).multiply(BigDecimal.valueOf(value.signum()));
    }
}
