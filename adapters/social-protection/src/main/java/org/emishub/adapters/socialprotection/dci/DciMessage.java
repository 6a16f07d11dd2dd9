package org.emishub.adapters.socialprotection.dci;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * One DCI message: {@code {"signature": "...", "header": {...}, "message": {...}}}.
 *
 * <p>DCI 1.0.0 says that the signature is over "{header}+{message}" and names no canonical form. We take it literally: the bytes of the header's JSON object, then those of
 * the message's, exactly as they stand on the wire. Nothing is parsed and written again between what was signed and what is verified.
 */
record DciMessage(Optional<String> signature, byte[] signed, JsonNode header, JsonNode message) {

    /**
     * Reads a message.
     *
     * @throws Malformed when it is not JSON within the limits, or has any other member than these three
     */
    static DciMessage read(byte[] body) throws Malformed {
        Map<String, byte[]> parts = new HashMap<>();
        try (JsonParser parser = DciJson.MAPPER.createParser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                parts.put(name, value(parser, body));
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, "more than one value");
            return of(parts);
        } catch (JacksonException e) {
            throw new Malformed("not JSON within the limits");
        }
    }

    /**
     * Reads again what was signed: the header's object, then the message's.
     *
     * @throws Malformed when it is anything else
     */
    static DciMessage ofSigned(byte[] signed) throws Malformed {
        try (JsonParser parser = DciJson.MAPPER.createParser(signed)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "no header");
            byte[] header = value(parser, signed);
            require(parser.nextToken() == JsonToken.START_OBJECT, "no message");
            byte[] message = value(parser, signed);
            require(parser.nextToken() == null, "more than header and message");
            return of(new HashMap<>(Map.of("header", header, "message", message)));
        } catch (JacksonException e) {
            throw new Malformed("not JSON within the limits");
        }
    }

    private static DciMessage of(Map<String, byte[]> parts) throws Malformed {
        byte[] signature = parts.remove("signature");
        byte[] header = parts.remove("header");
        byte[] message = parts.remove("message");
        if (header == null || message == null || !parts.isEmpty()) {
            throw new Malformed("needs signature, header and message, no more");
        }
        JsonNode head = DciJson.MAPPER.readTree(header);
        JsonNode body = DciJson.MAPPER.readTree(message);
        require(head.isObject() && body.isObject(), "header and message must be objects");
        Optional<String> sign = Optional.ofNullable(signature)
                .map(DciJson.MAPPER::readTree)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue);
        return new DciMessage(sign, concatenate(header, message), head, body);
    }

    /** The bytes of the value the parser stands at; scalars are only ever needed as text. */
    private static byte[] value(JsonParser parser, byte[] body) throws Malformed {
        long start = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.getString();
        }
        long end = parser.currentLocation().getByteOffset();
        // A document in UTF-16 or UTF-32 has no byte offsets: JSON between systems is UTF-8 (RFC 8259, section 8.1).
        require(start >= 0 && end > start && end <= body.length, "not UTF-8");
        return Arrays.copyOfRange(body, (int) start, (int) end);
    }

    /** The bytes of a message whose parts are already bytes. */
    static byte[] write(String signature, byte[] header, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(header.length + message.length + 512);
        out.writeBytes("{\"signature\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(DciJson.MAPPER.writeValueAsBytes(signature));
        out.writeBytes(",\"header\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(header);
        out.writeBytes(",\"message\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(message);
        out.write('}');
        return out.toByteArray();
    }

    static byte[] concatenate(byte[] header, byte[] message) {
        byte[] both = Arrays.copyOf(header, header.length + message.length);
        System.arraycopy(message, 0, both, header.length, message.length);
        return both;
    }

    private static void require(boolean condition, String what) throws Malformed {
        if (!condition) {
            throw new Malformed(what);
        }
    }
}
