package org.emishub.deployment.operation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.mappings.yaml.YamlNode;
import tools.jackson.databind.JsonNode;

/** A child record written as JSON: catalogue path to value. */
final class RecordJson {
    private RecordJson() {}

    /** @throws NotPossible naming the field that is not in the catalogue or not of its type */
    static ChildRecord read(JsonNode json, String source, LocalDate asOf) {
        ChildRecord.Builder record = ChildRecord.from(source, asOf);
        json.properties().forEach(entry -> record.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
        return record.build();
    }

    private static Object value(String path, JsonNode value) {
        Field field = FieldCatalogue.standard()
                .find(path.replaceAll("\\[[0-9]+]", "[*]"))
                .orElseThrow(() -> new NotPossible("no field '" + path + "' in the catalogue. "
                        + YamlNode.nearest(path, FieldCatalogue.standard().paths())));
        String text = value.asString("");
        try {
            return switch (field.type()) {
                case DATE -> LocalDate.parse(text);
                case INTEGER -> Long.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> value.asBoolean();
                case TEXT, IDENTIFIER, CODE, ANSWER -> text;
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw new NotPossible(
                    "'" + path + "' is not a " + field.type().name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
