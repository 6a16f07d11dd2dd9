package org.emishub.security.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one way in which JSON from outside is read: bounded, in well-formed UTF-8, without duplicate names, nothing after its end. */
public final class StrictJson {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(1 << 20)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .maxDocumentLength(2 << 20)
            .build();

    /** Beyond any double; a short number with a larger one takes gigabytes as soon as somebody makes an integer of it. */
    private static final int MAX_EXPONENT = 400;

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /**
     * Reads one JSON object (RFC 8259, I-JSON strings as of RFC 7493).
     *
     * @throws NotWellFormed when it is none, exceeds a limit, or repeats a name
     */
    public static ObjectNode object(byte[] utf8) {
        String text = decode(utf8);
        JsonNode node = parse(text);
        if (!(node instanceof ObjectNode object)) {
            throw new NotWellFormed("json: not an object");
        }
        check(object, text.contains("\\u"));
        return object;
    }

    /** Writes compact UTF-8; names in the order in which they were put. */
    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotWellFormed("json: not UTF-8");
        }
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new NotWellFormed("json: not one document within the limits");
        }
    }

    private static void check(JsonNode node, boolean escapes) {
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT) {
            throw new NotWellFormed("json: a number whose digits nobody can write out");
        }
        if (escapes && node.isString() && !wellFormed(node.stringValue())) {
            throw new NotWellFormed("json: a lone surrogate");
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (escapes && !wellFormed(property.getKey())) {
                throw new NotWellFormed("json: a lone surrogate");
            }
        }
        for (JsonNode child : node) {
            check(child, escapes);
        }
    }

    private static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
