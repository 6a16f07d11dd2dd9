package org.emishub.adapters.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.record.ChildRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden files: what goes in and what must come out, as JSON that a person reviewed. */
public final class Golden {
    private static final JsonMapper JSON = new JsonMapper();

    private Golden() {}

    public static String text(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("golden/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void assertSame(String file, String json) {
        assertThat(JSON.readTree(json)).as(json).isEqualTo(JSON.readTree(text(file)));
    }

    /** The values of a record, printed as golden files hold them. */
    public static String print(ChildRecord record) {
        Map<String, Object> values = new TreeMap<>();
        record.values()
                .forEach((path, value) -> values.put(path, value instanceof LocalDate ? value.toString() : value));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values);
    }

    /** The values of a record, each in its catalogue type. */
    public static Map<String, Object> record(String file) {
        Map<String, Object> values = new TreeMap<>();
        JSON.readTree(text(file)).properties().forEach(e -> values.put(e.getKey(), typed(e.getKey(), e.getValue())));
        return values;
    }

    private static Object typed(String path, JsonNode value) {
        return switch (FieldCatalogue.standard()
                .find(ChildRecord.cataloguePath(path))
                .orElseThrow()
                .type()) {
            case DATE -> LocalDate.parse(value.asString());
            case INTEGER -> value.asLong();
            case DECIMAL -> new BigDecimal(value.asString());
            case BOOLEAN -> value.asBoolean();
            default -> value.asString();
        };
    }
}
