package org.emishub.routes.exchange;

import java.util.regex.Pattern;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;

/**
 * What a sealed part says of the package it belongs to: {@code "package": {"id", "part", "of", "rows"}}.
 *
 * @param packageId {@code [A-Za-z0-9._:-]{1,64}}, unique per sender
 * @param part 1 for the first
 * @param of how many parts the package has
 * @param packageRows how many children the whole package asks about
 */
public record PartHeading(String packageId, int part, int of, int packageRows) {
    /** Its name in the content of a message. */
    public static final String NAME = "package";

    /** The most rows of one part. */
    public static final int MOST_ROWS = 1_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final int MOST_PARTS = 10_000;

    /** Reads it. */
    static Outcome<PartHeading> of(JsonNode content) {
        JsonNode node = content.path(NAME);
        String id = node.path("id").isString() ? node.path("id").stringValue() : "";
        PartHeading heading = new PartHeading(id, number(node, "part"), number(node, "of"), number(node, "rows"));
        boolean agrees = ID.matcher(id).matches()
                && heading.part >= 1
                && heading.part <= heading.of
                && heading.of <= MOST_PARTS
                && heading.packageRows >= heading.of
                && heading.packageRows <= (long) heading.of * MOST_ROWS;
        if (!agrees) {
            return Outcome.refused(Code.MALFORMED, "package: id, part, of, rows");
        }
        return content.path("rows").size() > MOST_ROWS
                ? Outcome.refused(Code.TOO_LARGE, "package: at most " + MOST_ROWS + " rows to a part")
                : Outcome.ok(heading);
    }

    private static int number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
    }
}
