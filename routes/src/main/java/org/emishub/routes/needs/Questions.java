package org.emishub.routes.needs;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.exchange.Content;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.system.Period;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The bytes of questions and answers that never leave the process, which are hashed and kept as if they had. */
final class Questions {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;

    private Questions() {}

    static byte[] bytes(ChildRecord subject, Optional<Period> period, Asker asker) {
        ObjectNode question = StrictJson.newObject();
        question.set("subject", Content.fields(subject.values()));
        period.ifPresent(days -> question.putObject("period")
                .put("from", days.from().toString())
                .put("to", days.to().toString()));
        question.putObject("asker")
                .put("user", asker.user())
                .put("role", asker.role())
                .put("case", asker.caseId());
        return StrictJson.bytes(question);
    }

    /** With a salt: the hash of these bytes stands in the ledger for everybody to read, and the few values an answer can have could be tried out. */
    static byte[] answer(Disclosure disclosure) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return StrictJson.bytes(
                Content.disclosed(disclosure).put("salt", HexFormat.of().formatHex(salt)));
    }

    static Need known(Agreement agreement, byte[] wire) {
        JsonNode answer = StrictJson.object(wire);
        SortedMap<String, Object> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : answer.path("fields").properties()) {
            fields.put(field.getKey(), value(field.getValue()));
        }
        return new Need.Known(
                agreement.id(),
                agreement.provider(),
                agreement.about(),
                LocalDate.parse(answer.path("asOf").stringValue()),
                Collections.unmodifiableSortedMap(fields));
    }

    private static Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isNumber() ? node.decimalValue() : node.stringValue();
    }
}
