package org.emishub.adapters.socialprotection.dci;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.emishub.outside.OutsideMaterial;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of DCI's OpenAPI 3.0 documents, as a judge of messages.
 *
 * <p>Its references run through other references ({@code .../message/oneOf/0/properties/...} where {@code oneOf/0} is itself one), which no JSON pointer follows: every schema is
 * therefore written out before it is used.
 */
final class DciApi {
    private static final String SEARCH = "/paths/~1registry~1sync~1search/post/";

    private static final String STATUS = "/paths/~1registry~1sync~1txn~1status/post/";

    private final JsonNode document;

    DciApi(String file) {
        try {
            String yaml =
                    Files.readString(OutsideMaterial.ROOT.resolve("social-protection/dci-1.0.0/release/yaml/" + file));
            document = JsonMapper.shared()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> faultsOfSearch(byte[] message) {
        return faults(SEARCH + "requestBody/content/application~1json/schema", message);
    }

    List<String> faultsOfAnswer(byte[] message) {
        return faults(SEARCH + "responses/default/content/application~1json/schema", message);
    }

    List<String> faultsOfLaterSearch(byte[] message) {
        return faults("/paths/~1registry~1search/post/requestBody/content/application~1json/schema", message);
    }

    List<String> faultsOfStatusSearch(byte[] message) {
        return faults(STATUS + "requestBody/content/application~1json/schema", message);
    }

    List<String> faultsOfStatus(byte[] message) {
        return faults(STATUS + "responses/default/content/application~1json/schema", message);
    }

    List<String> faultsOfAck(byte[] message) {
        return faults("/paths/~1registry~1search/post/responses/default/content/application~1json/schema", message);
    }

    List<String> faultsOfCallback(byte[] message) {
        return faults("/paths/~1registry~1on-search/post/requestBody/content/application~1json/schema", message);
    }

    List<String> faultsOfError(byte[] message) {
        return faults("/components/responses/HttpErrorResponse/content/application~1json/schema", message);
    }

    private List<String> faults(String pointer, byte[] message) {
        JsonNode schema = written(resolve(pointer), 0);
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return SchemaRegistry.withDialect(Dialects.getOpenApi30(), builder -> builder.schemaRegistryConfig(config))
                .getSchema(schema)
                .validate(JsonMapper.shared().readTree(message))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private JsonNode resolve(String pointer) {
        JsonNode at = document;
        for (String step : pointer.substring(1).split("/")) {
            String name = step.replace("~1", "/").replace("~0", "~");
            JsonNode from = followed(at);
            at = from.isArray() ? from.path(Integer.parseInt(name)) : from.path(name);
            if (at.isMissingNode()) {
                throw new IllegalStateException("no " + name + " in " + pointer);
            }
        }
        return followed(at);
    }

    private JsonNode followed(JsonNode node) {
        return node.has("$ref") ? resolve(node.path("$ref").stringValue().substring(1)) : node;
    }

    private JsonNode written(JsonNode node, int depth) {
        if (depth > 80) {
            throw new IllegalStateException("the schema refers to itself");
        }
        JsonNode plain = followed(node);
        if (plain.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            plain.forEach(item -> array.add(written(item, depth + 1)));
            return array;
        }
        if (!plain.isObject()) {
            return plain;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (var property : plain.properties()) {
            // Examples hold things that look like references and are none.
            if (!property.getKey().equals("example") && !property.getKey().equals("description")) {
                object.set(property.getKey(), written(property.getValue(), depth + 1));
            }
        }
        return object;
    }
}
