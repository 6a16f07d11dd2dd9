package org.emishub.security.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
        if (text.contains("\\u")) {
            refuseLoneSurrogates(object);
        }
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

    private static void refuseLoneSurrogates(JsonNode node) {
        if (node.isString() && !wellFormed(node.stringValue())) {
            throw new NotWellFormed("json: a lone surrogate");
        }
        node.properties().forEach(property -> {
            if (!wellFormed(property.getKey())) {
                throw new NotWellFormed("json: a lone surrogate");
            }
        });
        node.forEach(StrictJson::refuseLoneSurrogates);
    }

    private static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
