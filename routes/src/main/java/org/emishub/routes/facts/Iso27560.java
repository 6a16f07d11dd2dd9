package org.emishub.routes.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * Reads a consent record of ISO/IEC TS 27560:2023 in JSON: one record per event and purpose, in the order of the events.
 *
 * <p>A purpose is {@code urn:emishub:agreement:ID}. The entity of an event is who spoke: the principal itself (the child), or a guardian. What the standard has beside these
 * is allowed and not looked at, since the agreement says it; a key that the standard does not have is refused.
 */
public final class Iso27560 {
    /** What stands before an agreement's id where a consent names a purpose or policy. */
    public static final String AGREEMENT = "urn:emishub:agreement:";

    private static final Set<String> RECORD =
            Set.of("schema_version", "record_id", "pii_principal_id", "processing", "party_identification", "events");
    private static final Set<String> PROCESSING = Set.of(
            "privacy_notice",
            "language",
            "purposes",
            "lawful_basis",
            "pii_information",
            "pii_controllers",
            "collection_method",
            "processing_method",
            "storage_locations",
            "retention_period",
            "processing_locations",
            "geographic_restrictions",
            "services",
            "jurisdiction",
            "recipient_third_parties",
            "withdrawal_method",
            "privacy_rights",
            "codes_of_conduct",
            "impact_assessment",
            "authority_party");
    private static final Set<String> EVENT =
            Set.of("event_time", "validity_duration", "entity_id", "event_type", "event_state");
    /** What a consent may come to, and whether that is a yes. */
    private static final Map<String, Boolean> STATES = Map.of(
            "given", true,
            "confirmed", true,
            "renewed", true,
            "refused", false,
            "withdrawn", false,
            "expired", false,
            "invalidated", false,
            "revoked", false,
            "terminated", false);

    private static final int MOST = 100;

    private Iso27560() {}

    /**
     * Reads a file.
     *
     * @throws NotWellFormed naming the rule that it breaks, never a value
     */
    public static List<ConsentRecord> read(byte[] json) {
        JsonNode root = StrictJson.object(json);
        only(root, RECORD, "record");
        if (!text(root, "schema_version").matches("(ISO/IEC )?(TS )?27560([:-]2023)?")) {
            throw new NotWellFormed("schema_version: not ISO/IEC TS 27560:2023");
        }
        String child = text(root, "pii_principal_id");
        String evidence = text(root, "record_id");
        JsonNode processing = root.path("processing");
        only(processing, PROCESSING, "processing");
        List<ConsentRecord> records = new ArrayList<>();
        for (JsonNode event : array(root, "events")) {
            only(event, EVENT, "events");
            for (JsonNode purpose : array(processing, "purposes")) {
                records.add(record(child, evidence, purpose, event));
            }
        }
        records.sort(Comparator.comparing(ConsentRecord::at));
        return records;
    }

    private static ConsentRecord record(String child, String evidence, JsonNode purpose, JsonNode event) {
        String named = purpose.asString("");
        Boolean given = STATES.get(text(event, "event_state"));
        if (!named.startsWith(AGREEMENT)) {
            throw new NotWellFormed("purposes: not " + AGREEMENT + "ID");
        }
        if (given == null) {
            throw new NotWellFormed("events.event_state: not one of "
                    + STATES.keySet().stream().sorted().toList());
        }
        if (given && !Set.of("explicit", "expressed").contains(text(event, "event_type"))) {
            throw new NotWellFormed("events.event_type: a consent is explicit");
        }
        String who = text(event, "entity_id");
        OffsetDateTime at = time(text(event, "event_time"));
        try {
            return new ConsentRecord(
                    child,
                    named.substring(AGREEMENT.length()),
                    who.equals(child) ? Giver.CHILD : Giver.GUARDIAN,
                    who,
                    given,
                    at.toInstant(),
                    given && event.has("validity_duration")
                            ? Optional.of(until(at, text(event, "validity_duration")))
                            : Optional.empty(),
                    evidence);
        } catch (IllegalArgumentException e) {
            throw new NotWellFormed(String.valueOf(e.getMessage()));
        }
    }

    private static OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new NotWellFormed("events.event_time: not a time with its offset");
        }
    }

    private static Instant until(OffsetDateTime at, String duration) {
        try {
            return at.withOffsetSameInstant(ZoneOffset.UTC)
                    .plus(Period.parse(duration))
                    .toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new NotWellFormed("events.validity_duration: not years, months and days as P1Y");
        }
    }

    private static void only(JsonNode node, Set<String> keys, String where) {
        if (!node.isObject()) {
            throw new NotWellFormed(where + ": missing");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!keys.contains(entry.getKey())) {
                throw new NotWellFormed(where + ": a key that the standard does not have");
            }
        }
    }

    private static JsonNode array(JsonNode node, String key) {
        JsonNode array = node.path(key);
        if (!array.isArray() || array.isEmpty() || array.size() > MOST) {
            throw new NotWellFormed(key + ": not a list of 1 to " + MOST);
        }
        return array;
    }

    private static String text(JsonNode node, String key) {
        String text = node.path(key).asString("");
        if (!node.path(key).isString() || text.isBlank()) {
            throw new NotWellFormed(key + ": missing");
        }
        return text;
    }
}
