package org.emishub.security.envelope;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A message as JWT claims (RFC 7519): a closed set, times in whole seconds. */
final class Claims {
    /** How far ahead of ours a sender's clock may be. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Set<String> REQUIRED = Set.of("jti", "iss", "aud", "agr", "knd", "iat", "exp", "content");
    private static final String IN_REPLY_TO = "irt";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern AGREEMENT = Pattern.compile("[a-z0-9.-]{1,100}");
    private static final Set<String> KINDS =
            Set.of("query", "answer", "event", "batch", "verdicts", "status", "package-state", "package-result");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    /** 9999-12-31. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private Claims() {}

    static byte[] write(Message message) {
        ObjectNode json = StrictJson.newObject();
        json.put("jti", message.id())
                .put("iss", message.sender().toString())
                .put("aud", message.recipient().toString())
                .put("agr", message.agreementId())
                .put("knd", message.kind())
                .put("iat", message.issuedAt().getEpochSecond())
                .put("exp", message.expiresAt().getEpochSecond());
        if (!message.inReplyTo().isEmpty()) {
            json.put(IN_REPLY_TO, message.inReplyTo());
        }
        return StrictJson.bytes(json.set("content", message.content()));
    }

    /**
     * Reads the claims and checks what they say of themselves.
     *
     * @throws NotWellFormed for a claim that is missing, unknown or not of its form
     */
    static Message read(byte[] payload, Instant now) {
        ObjectNode json = StrictJson.object(payload);
        Set<String> names = Set.copyOf(json.propertyNames());
        if (!names.containsAll(REQUIRED) || names.size() > REQUIRED.size() + (names.contains(IN_REPLY_TO) ? 1 : 0)) {
            throw new NotWellFormed("claims: one is missing or unknown");
        }
        Message message = new Message(
                text(json, "jti", ID),
                system(json, "iss"),
                system(json, "aud"),
                text(json, "agr", AGREEMENT),
                kind(json),
                time(json, "iat"),
                time(json, "exp"),
                names.contains(IN_REPLY_TO) ? text(json, IN_REPLY_TO, HASH) : "",
                content(json));
        checkTimes(message, now);
        return message;
    }

    private static void checkTimes(Message message, Instant now) {
        if (message.issuedAt().isAfter(now.plus(SKEW))) {
            throw new NotWellFormed("iat: in the future");
        }
        Duration life = Duration.between(message.issuedAt(), message.expiresAt());
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new NotWellFormed("exp: at most 24 hours after iat");
        }
    }

    private static String text(JsonNode json, String name, Pattern pattern) {
        JsonNode value = json.required(name);
        if (!value.isString() || !pattern.matcher(value.stringValue()).matches()) {
            throw new NotWellFormed("claims: " + name);
        }
        return value.stringValue();
    }

    private static SystemId system(JsonNode json, String name) {
        try {
            return SystemId.of(
                    json.required(name).isString() ? json.required(name).stringValue() : "");
        } catch (IllegalArgumentException e) {
            throw new NotWellFormed("claims: " + name);
        }
    }

    private static String kind(JsonNode json) {
        JsonNode kind = json.required("knd");
        if (!kind.isString() || !KINDS.contains(kind.stringValue())) {
            throw new NotWellFormed("claims: knd");
        }
        return kind.stringValue();
    }

    private static Instant time(JsonNode json, String name) {
        JsonNode value = json.required(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LAST_SECOND) {
            throw new NotWellFormed("claims: " + name);
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    private static JsonNode content(JsonNode json) {
        JsonNode content = json.required("content");
        if (!content.isObject()) {
            throw new NotWellFormed("claims: content");
        }
        return content;
    }
}
