package org.emishub.security.meaning;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The named answers, by the page's table of them. */
final class Derived {
    private static final long MOST_DAYS = 100_000;

    private final Map<String, Object> held;
    private final LocalDate day;

    private Derived(Map<String, Object> held, LocalDate day) {
        this.held = held;
        this.day = day;
    }

    static String answer(String path, Map<String, Object> held, LocalDate day) {
        Derived record = new Derived(held, day);
        return switch (path) {
            case "enrolment.enrolled" -> record.enrolled();
            case "attendance.condition" -> record.condition();
            case "support.needed" ->
                record.anyOf("support.kind", "support.planFrom")
                                || record.anyTrue("support.assistant", "support.transport")
                        ? record.yesBetween("support.planFrom", "support.planTo")
                        : "unknown";
            case "disability.status" ->
                record.anyOf("disability.kind", "disability.certificate", "disability.since")
                        ? record.yesBetween("disability.since", "disability.until")
                        : "unknown";
            case "immunizationStatus.upToDate" -> record.upToDate();
            case "healthCheck.fit" -> record.anyOf("healthCheck.examDate") ? "pending" : "unknown";
            case "household.receivesGrant" ->
                switch (record.benefit(record.cash(), Set.of())) {
                    case "is" -> "yes";
                    case "is not" -> "no";
                    default -> "unknown";
                };
            case "meals.eligible" ->
                switch (record.benefit(Set.of("school-meals"), Set.of("in-kind"))) {
                    case "is" -> "eligible";
                    case "is not" -> "not eligible";
                    case "nothing held" -> record.anyOf("household.category") ? "not eligible" : "not found";
                    default -> "not found";
                };
            default -> throw new IllegalStateException("the page has no answer " + path);
        };
    }

    private boolean anyOf(String... paths) {
        return Stream.of(paths).anyMatch(held::containsKey);
    }

    private boolean anyTrue(String... paths) {
        return Stream.of(paths).anyMatch(path -> Boolean.TRUE.equals(held.get(path)));
    }

    private boolean dayLiesBetween(Object from, Object to) {
        return !(from instanceof LocalDate first && day.isBefore(first))
                && !(to instanceof LocalDate last && day.isAfter(last));
    }

    private String yesBetween(String from, String to) {
        return dayLiesBetween(held.get(from), held.get(to)) ? "yes" : "unknown";
    }

    private String enrolled() {
        Object status = held.getOrDefault("enrolment.status", "none");
        if (Set.of("enrolled", "suspended").contains(status)) {
            return dayLiesBetween(held.get("enrolment.from"), held.get("enrolment.to")) ? "yes" : "no";
        }
        return Set.of("left", "graduated").contains(status) ? "no" : "unknown";
    }

    /** A count that is not held is less than nothing. */
    private long count(String name) {
        Object value = held.get("attendance." + name);
        return value instanceof Long days && days >= 0 && days <= MOST_DAYS ? days : Long.MIN_VALUE;
    }

    private String condition() {
        long sessions = count("sessions");
        long unexcused = count("unexcused");
        long excused = count("excused");
        long absences = count("absences");
        if (absences < 0 && excused >= 0 && unexcused >= 0) {
            absences = excused + unexcused;
        }
        if (sessions <= 0 || absences < 0 || absences > sessions) {
            return "unknown";
        }
        boolean excusedIsHeld = excused >= 0 || unexcused >= 0;
        if (excused < 0 && unexcused >= 0) {
            excused = absences - unexcused;
        }
        if (excusedIsHeld && (excused < 0 || excused > absences)) {
            return "unknown";
        }
        if (5 * (sessions - absences) >= 4 * sessions) {
            return "met";
        }
        if (!excusedIsHeld) {
            return "unknown";
        }
        return 5 * (sessions - absences + excused) >= 4 * sessions ? "justified" : "not met";
    }

    private Collection<Map<String, Object>> rows(String group) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        held.forEach((path, value) -> {
            String[] parts = path.split("[\\[\\]]\\.?", -1);
            if (parts.length == 3 && parts[0].equals(group)) {
                rows.computeIfAbsent(parts[1], index -> new TreeMap<>()).put(parts[2], value);
            }
        });
        return rows.values();
    }

    private String upToDate() {
        Collection<Map<String, Object>> missing = rows("missingVaccine");
        if (missing.isEmpty()) {
            return "unknown";
        }
        boolean allLater =
                missing.stream().allMatch(row -> row.get("dueDate") instanceof LocalDate due && due.compareTo(day) > 0);
        return allLater ? "yes" : "no";
    }

    private Set<String> cash() {
        Set<String> cash = new java.util.TreeSet<>(Set.of("cash"));
        Catalogue.coarser("benefit[*].programme").forEach((code, coarser) -> {
            if (coarser.equals("cash")) {
                cash.add(code);
            }
        });
        return cash;
    }

    /** Of the benefits: one is given now, none is, one may be, or nothing is held. */
    private String benefit(Set<String> programmes, Set<String> perhaps) {
        Collection<Map<String, Object>> benefits = rows("benefit");
        Set<String> found = new java.util.TreeSet<>();
        for (Map<String, Object> row : benefits) {
            Object programme = row.get("programme");
            Object status = row.get("status");
            boolean otherProgramme =
                    programme != null && !programmes.contains(programme) && !perhaps.contains(programme);
            boolean otherStatus = status != null && !status.equals("active");
            if (otherProgramme || otherStatus || !dayLiesBetween(row.get("from"), row.get("until"))) {
                found.add("is not");
            } else {
                found.add(programme != null && programmes.contains(programme) && status != null ? "is" : "may be");
            }
        }
        return Stream.of("is", "may be", "is not")
                .filter(found::contains)
                .findFirst()
                .orElse("nothing held");
    }
}
