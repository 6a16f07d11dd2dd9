package org.emishub.adapters.education.oneroster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.adapters.education.codes.RegisterCodes;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.UnmappedCodes;

/** Translates a row of users.csv to the values of a child or a guardian. */
record PersonTranslator(RegisterCodes codes, UnmappedCodes unmapped) {
    private static final Set<String> ANSWERS = Set.of("yes", "no", "unknown");
    private static final Pattern NATIONAL_ID = Pattern.compile("[0-9A-Za-z-]{4,32}");
    private static final Pattern USER_ID = Pattern.compile("\\{([^:{}]{1,64}):([^{}]{1,64})}");
    private static final char SEPARATOR = '\u001F';
    private static final List<String> GUARDIAN_PARTS = List.of("name", "relation", "phone", "id", "language");

    /** Values of {@code child.*} and {@code support.*}; the row is refused where one cannot be had. */
    Map<String, Object> child(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "child.id", nationalId(row));
        values.put("child.emisId", row.find("identifier").orElse(row.text("sourcedId")));
        put(values, "child.familyName", row.find("familyName"));
        put(values, "child.givenName", row.find("givenName"));
        put(values, "child.patronymic", row.find("middleName"));
        put(values, "child.familyNameLatin", row.find("metadata.emis.familyNameLatin"));
        put(values, "child.givenNameLatin", row.find("metadata.emis.givenNameLatin"));
        put(values, "child.nationality", row.code("metadata.emis.nationality", codes.country(), unmapped));
        put(values, "child.language", row.code("metadata.emis.language", codes.language(), unmapped));
        put(values, "child.district", row.code("metadata.emis.district", codes.district(), unmapped));
        put(values, "child.address", row.find("metadata.emis.address"));
        put(values, "child.phone", row.find("phone").or(() -> row.find("sms")));
        put(values, "child.sealed", row.bool("metadata.emis.sealed"));
        support(row, values);
        return values;
    }

    private void support(Row row, Map<String, Object> values) {
        put(values, "support.needed", row.oneOf("metadata.emis.supportNeeded", ANSWERS));
        put(values, "support.kind", row.code("metadata.emis.supportKind", codes.supportKind(), unmapped));
        put(values, "support.planFrom", row.date("metadata.emis.supportFrom"));
        put(values, "support.planTo", row.date("metadata.emis.supportTo"));
        put(values, "support.assistant", row.bool("metadata.emis.supportAssistant"));
        put(values, "support.transport", row.bool("metadata.emis.supportTransport"));
        put(values, "support.conditions", row.find("metadata.emis.supportConditions"));
    }

    /** {@code userMasterIdentifier}, or the entry {@code {NATIONALID:...}} of {@code userIds}; two that differ refuse the row. */
    private static Optional<String> nationalId(Row row) {
        Optional<String> master = row.find("userMasterIdentifier");
        Optional<String> listed = Optional.empty();
        Matcher matcher = USER_ID.matcher(row.text("userIds"));
        while (matcher.find()) {
            if (matcher.group(1).equals("NATIONALID")) {
                listed = Optional.of(matcher.group(2).strip());
            }
        }
        boolean differ = master.isPresent() && listed.isPresent() && !master.equals(listed);
        Optional<String> id = master.isPresent() ? master : listed;
        if (differ || id.filter(text -> !NATIONAL_ID.matcher(text).matches()).isPresent()) {
            row.refuse(master.isPresent() ? "userMasterIdentifier" : "userIds", RowCode.BAD_IDENTIFIER);
            return Optional.empty();
        }
        return id;
    }

    /** A guardian in one text, read back by {@link #unpack}; the role says the relation where the register has nothing closer. */
    String guardian(Row row, Optional<String> role) {
        String name = String.join(" ", row.text("familyName"), row.text("givenName"), row.text("middleName"))
                .strip();
        String relation = row.code("metadata.emis.relation", codes.guardianRelation(), unmapped)
                .or(() -> role.flatMap(word -> row.code("", word, codes.guardianRelation(), unmapped)))
                .orElse("");
        return String.join(
                String.valueOf(SEPARATOR),
                name,
                relation,
                row.find("phone").or(() -> row.find("sms")).orElse(""),
                nationalId(row).orElse(""),
                row.code("metadata.emis.language", codes.language(), unmapped).orElse(""));
    }

    static Map<String, Object> unpack(String guardian) {
        Map<String, Object> values = new LinkedHashMap<>();
        String[] parts = guardian.split(String.valueOf(SEPARATOR), -1);
        for (int i = 0; i < parts.length; i++) {
            put(values, GUARDIAN_PARTS.get(i), Optional.of(parts[i]).filter(text -> !text.isEmpty()));
        }
        return values;
    }

    static void put(Map<String, Object> values, String path, Optional<?> value) {
        value.ifPresent(v -> values.put(path, v));
    }
}
