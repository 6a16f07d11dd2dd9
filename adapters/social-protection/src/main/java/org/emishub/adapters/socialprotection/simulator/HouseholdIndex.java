package org.emishub.adapters.socialprotection.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The registry's households, found by a member's national number, or by surname, given name and birth date. */
final class HouseholdIndex {
    private final Map<String, List<Household>> byNumber = new HashMap<>();
    private final Map<String, List<Household>> byName = new HashMap<>();

    HouseholdIndex(Iterable<Household> households) {
        for (Household household : households) {
            for (Household.Member member : household.members()) {
                if (!member.uin().isEmpty()) {
                    put(byNumber, member.uin(), household);
                }
                put(
                        byName,
                        key(
                                member.surname(),
                                member.givenName(),
                                member.birthDate().toString()),
                        household);
            }
        }
    }

    private static void put(Map<String, List<Household>> index, String key, Household household) {
        List<Household> at = index.computeIfAbsent(key, k -> new ArrayList<>());
        if (!at.contains(household)) {
            at.add(household);
        }
    }

    /** @throws IllegalArgumentException when the criteria are not such a search */
    List<Household> search(JsonNode criteria) {
        JsonNode query = criteria.path("query");
        return switch (criteria.path("query_type").asString("")) {
            case "idtype-value" -> byNumber(query);
            case "predicate" -> byName(query);
            default -> throw new IllegalArgumentException("query_type");
        };
    }

    private List<Household> byNumber(JsonNode query) {
        if (!query.path("type").asString("").equals("UIN")
                || query.path("value").asString("").isEmpty()) {
            throw new IllegalArgumentException("query");
        }
        return byNumber.getOrDefault(query.path("value").asString(""), List.of());
    }

    private List<Household> byName(JsonNode query) {
        Map<String, String> asked = new HashMap<>();
        for (JsonNode predicate : query) {
            JsonNode expression = predicate.path("expression1");
            if (!expression.path("operator").asString("").equals("eq") || predicate.has("expression2")) {
                throw new IllegalArgumentException("expression");
            }
            asked.put(
                    expression.path("attribute_name").asString(""),
                    expression.path("attribute_value").asString(""));
        }
        if (!asked.keySet().containsAll(List.of("surname", "given_name", "birth_date"))) {
            throw new IllegalArgumentException("surname, given_name and birth_date are needed");
        }
        String key = key(
                asked.getOrDefault("surname", ""),
                asked.getOrDefault("given_name", ""),
                asked.getOrDefault("birth_date", ""));
        return byName.getOrDefault(key, List.of());
    }

    private static String key(String surname, String givenName, String birthDate) {
        return (surname + "|" + givenName + "|" + birthDate).toLowerCase(Locale.ROOT);
    }
}
