package org.emishub.adapters.socialprotection.dci;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes signed questions: {@code search} messages of DCI 1.0.0, one child each. */
final class DciQuestion {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NOBODY = "0";
    private static final List<Map.Entry<String, String>> ATTRIBUTES = List.of(
            Map.entry("child.familyName", "surname"),
            Map.entry("child.givenName", "given_name"),
            Map.entry("child.patronymic", "second_name"),
            Map.entry("child.birthDate", "birth_date"),
            Map.entry("child.sex", "sex"));

    private final ProtocolSigner signer;
    private final SystemId hub;
    private final SystemId registry;

    DciQuestion(ProtocolSigner signer, SystemId hub, SystemId registry) {
        this.signer = signer;
        this.hub = hub;
        this.registry = registry;
    }

    byte[] write(Question question, String transaction, Instant now) {
        return signed(question.messageId(), message(question, transaction, now), now);
    }

    /** A search by a number that nobody has, to see whether it is answered. */
    byte[] aboutNobody(String transaction, Instant now) {
        SortedMap<String, Object> nobody = new TreeMap<>(Map.of("child.id", NOBODY));
        return signed(transaction, message(nobody, "See whether the registry answers", transaction, now), now);
    }

    private byte[] signed(String messageId, ObjectNode content, Instant now) {
        byte[] header = DciJson.MAPPER.writeValueAsBytes(header(messageId, now));
        byte[] message = DciJson.MAPPER.writeValueAsBytes(content);
        String signature = DciSignature.sign(signer, hub.toString(), DciMessage.concatenate(header, message), now);
        return DciMessage.write(signature, header, message);
    }

    private ObjectNode header(String messageId, Instant now) {
        return JSON.objectNode()
                .put("version", "1.0.0")
                .put("message_id", messageId)
                .put("message_ts", seconds(now))
                .put("action", "search")
                .put("sender_id", hub.toString())
                .put("receiver_id", registry.toString())
                .put("total_count", 1)
                .put("is_msg_encrypted", false);
    }

    ObjectNode message(Question question, String transaction, Instant now) {
        return message(question.subject().fields(), question.purpose(), transaction, now);
    }

    private static ObjectNode message(
            SortedMap<String, Object> subject, String purpose, String transaction, Instant now) {
        ObjectNode message = JSON.objectNode().put("transaction_id", transaction);
        ObjectNode criteria = message.putArray("search_request")
                .addObject()
                .put("reference_id", "1")
                .put("timestamp", seconds(now))
                .putObject("search_criteria");
        criteria.put("version", "1.0.0").put("reg_type", "ns:org:RegistryType:Social");
        query(criteria, subject);
        criteria.put("response_entity", "Group");
        criteria.putObject("authorize")
                .put("@type", "Authorize")
                .put("ts", seconds(now))
                .putObject("purpose")
                .put("text", purpose);
        return message;
    }

    /** The national number finds a person by itself; without it the question is made of what may be told. */
    private static void query(ObjectNode criteria, SortedMap<String, Object> subject) {
        Object number = subject.get("child.id");
        if (number != null) {
            criteria.put("query_type", "idtype-value")
                    .putObject("query")
                    .put("type", "UIN")
                    .put("value", number.toString());
            return;
        }
        ArrayNode predicates = criteria.put("query_type", "predicate").putArray("query");
        for (Map.Entry<String, String> attribute : ATTRIBUTES) {
            Object value = subject.get(attribute.getKey());
            if (value != null) {
                predicates
                        .addObject()
                        .put("seq_num", predicates.size())
                        .putObject("expression1")
                        .put("attribute_name", attribute.getValue())
                        .put("operator", "eq")
                        .put("attribute_value", value.toString());
            }
        }
        if (predicates.isEmpty()) {
            throw new SystemFault(
                    "NOTHING_TO_ASK_BY", "the agreement lets the registry be told nothing of the child", true);
        }
    }

    private static String seconds(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
