package org.emishub.security.disclosure;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** How a disclosure is written. */
final class DisclosureJson {
    private DisclosureJson() {}

    static ObjectNode content(Disclosure disclosure) {
        ObjectNode fields = StrictJson.newObject();
        disclosure.fields().forEach((path, value) -> put(fields, path, value));
        ObjectNode content = StrictJson.newObject();
        content.set("fields", fields);
        return content.put("source", disclosure.source())
                .put("asOf", disclosure.asOf().toString());
    }

    static ObjectNode withAgreement(Disclosure disclosure) {
        ObjectNode content = content(disclosure);
        content.putObject("agreement")
                .put("id", disclosure.agreement().id())
                .put("version", disclosure.agreement().version())
                .put("bundleHash", disclosure.agreement().bundleHash());
        return content;
    }

    private static void put(ObjectNode fields, String path, Object value) {
        if (value instanceof Long number) {
            fields.put(path, number);
        } else if (value instanceof BigDecimal decimal) {
            fields.put(path, decimal);
        } else if (value instanceof Boolean bool) {
            fields.put(path, bool);
        } else if (value instanceof String || value instanceof LocalDate) {
            fields.put(path, value.toString());
        } else {
            throw new IllegalStateException("'" + path + "' has a value that cannot be written");
        }
    }
}
