package org.emishub.adapters.socialprotection.dci;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.emishub.mappings.codes.CodeMap;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;

/** The child as a DCI query describes it: {@code idtype-value}, or {@code predicate} over name and birth date. */
final class DciSubject {
    private static final CodeMap SEX = CodeMap.load(
            DciSubject.class, "/org/emishub/adapters/socialprotection/codes/sex.csv", "social-protection", "sex");
    private static final Map<String, String> IDENTIFIERS =
            Map.of("UIN", "child.id", "NationalID", "child.id", "EMIS_ID", "child.emisId", "SR_ID", "child.socialId");
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "UIN", "child.id",
            "surname", "child.familyName",
            "given_name", "child.givenName",
            "second_name", "child.patronymic",
            "birth_date", "child.birthDate",
            "sex", "child.sex");

    private DciSubject() {}

    static ChildRecord of(JsonNode criteria, SystemId client, LocalDate today) throws Malformed {
        ChildRecord.Builder subject = ChildRecord.from(client.toString(), today);
        JsonNode query = criteria.path("query");
        switch (DciJson.text(criteria, "query_type").orElse("")) {
            case "idtype-value" -> identifier(query, subject);
            case "predicate" -> predicates(query, subject);
            default -> throw new Malformed("query_type must be idtype-value or predicate");
        }
        return subject.build();
    }

    private static void identifier(JsonNode query, ChildRecord.Builder subject) throws Malformed {
        String path = IDENTIFIERS.get(DciJson.text(query, "type").orElse(""));
        String value = DciJson.text(query, "value").orElse("");
        if (path == null || value.isEmpty()) {
            throw new Malformed("idtype-value needs a known identifier type and a value as text");
        }
        subject.put(path, value);
    }

    private static void predicates(JsonNode query, ChildRecord.Builder subject) throws Malformed {
        if (!query.isArray() || query.isEmpty()) {
            throw new Malformed("predicate needs a list of expressions");
        }
        for (JsonNode predicate : query) {
            equality(predicate.path("expression1"), subject);
            if (predicate.has("expression2") || predicate.has("condition")) {
                if (!DciJson.text(predicate, "condition").orElse("").equals("and")) {
                    throw new Malformed("a child is described by expressions joined with and");
                }
                equality(predicate.path("expression2"), subject);
            }
        }
    }

    private static void equality(JsonNode expression, ChildRecord.Builder subject) throws Malformed {
        String path = ATTRIBUTES.get(DciJson.text(expression, "attribute_name").orElse(""));
        String value = DciJson.text(expression, "attribute_value").orElse("");
        if (path == null
                || value.isEmpty()
                || !DciJson.text(expression, "operator").orElse("").equals("eq")) {
            throw new Malformed("an expression needs a known attribute, eq and a value as text");
        }
        switch (path) {
            case "child.birthDate" -> subject.put(path, date(value));
            case "child.sex" -> subject.put(path, SEX.require(value));
            default -> subject.put(path, value);
        }
    }

    /** DCI writes a day as a date, or as a date-time at midnight. */
    static LocalDate date(String text) throws Malformed {
        try {
            return LocalDate.parse(text.length() > 10 && text.charAt(10) == 'T' ? text.substring(0, 10) : text);
        } catch (DateTimeParseException e) {
            throw new Malformed("a date is written YYYY-MM-DD");
        }
    }
}
