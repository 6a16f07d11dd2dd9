package org.emishub.security.meaning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The named answers, derived from what else is held, as the catalogue and the page of named answers say. */
final class Derived {
    private Derived() {}

    static String answer(String path, Map<String, Object> held, LocalDate asOf) {
        String unknown = Catalogue.words(path).contains("unknown") ? "unknown" : "not found";
        return switch (path) {
            case "enrolment.enrolled" -> enrolled(held, asOf);
            case "attendance.condition" -> condition(held);
            case "support.needed" -> held.containsKey("support.kind") ? "yes" : unknown;
            case "immunizationStatus.upToDate" -> upToDate(held, asOf);
            case "disability.status" ->
                held.containsKey("disability.kind") || held.containsKey("disability.certificate") ? "yes" : unknown;
            case "household.receivesGrant" -> grant(held);
            case "meals.eligible" -> meals(held);
            default -> unknown;
        };
    }

    private static String enrolled(Map<String, Object> held, LocalDate asOf) {
        String status = (String) held.getOrDefault("enrolment.status", "");
        return switch (status) {
            case "enrolled", "suspended" -> "yes";
            case "left", "graduated" -> "no";
            default -> "unknown";
        };
    }

    private static String condition(Map<String, Object> held) {
        Long sessions = (Long) held.get("attendance.sessions");
        Long absences = (Long) held.get("attendance.absences");
        return sessions == null || absences == null
                ? "unknown"
                : BigDecimal.valueOf(sessions - absences).compareTo(BigDecimal.valueOf(sessions).multiply(new BigDecimal("0.8"))) >= 0
                        ? "met"
                        : "not met";
    }

    private static String upToDate(Map<String, Object> held, LocalDate asOf) {
        Set<String> missing = held.keySet().stream()
                .filter(path -> path.startsWith("missingVaccine["))
                .map(path -> path.substring(0, path.indexOf(']') + 1))
                .collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return "unknown";
        }
        return missing.stream().allMatch(one -> held.get(one + ".dueDate") instanceof LocalDate due && due.isAfter(asOf))
                ? "yes"
                : "no";
    }

    private static String grant(Map<String, Object> held) {
        List<Object> statuses = held.entrySet().stream()
                .filter(e -> e.getKey().matches("benefit\\[.*]\\.status"))
                .map(Map.Entry::getValue)
                .toList();
        return statuses.isEmpty() ? "unknown" : statuses.contains("active") ? "yes" : "no";
    }

    private static String meals(Map<String, Object> held) {
        String category = (String) held.getOrDefault("household.category", "");
        return category.isEmpty()
                ? "not found"
                : Set.of("in-need", "poor", "extreme-poverty").contains(category) ? "eligible" : "not eligible";
    }
}
