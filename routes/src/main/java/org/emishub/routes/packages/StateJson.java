package org.emishub.routes.packages;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emishub.routes.packages.PackageState.State;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where a package stands, as its sender reads it. */
final class StateJson {
    private StateJson() {}

    /** {@code missing} lists runs of parts, first and last. */
    static ObjectNode of(String id, Optional<PackageState> found, List<PackageTable.Part> there, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("package", id);
        if (found.isEmpty()) {
            return json.put("state", "unknown");
        }
        PackageState held = found.get();
        json.put("state", held.state().name().toLowerCase(Locale.ROOT))
                .put("parts", held.parts())
                .put("rows", held.rows())
                .put("answered", held.answered())
                .put("keptUntil", held.deadline().toString())
                .put("destroyed", held.state() == State.ANSWERED && !now.isBefore(held.deadline()));
        if (held.state() == State.COMING) {
            json.set("missing", missing(held.parts(), there));
        }
        if (held.state() == State.REFUSED || held.state() == State.EXPIRED) {
            json.put("code", held.code());
        }
        if (!held.receipt().isEmpty()) {
            json.put("receipt", held.receipt());
        }
        return held.batchReceipt().isEmpty() ? json : json.put("batchReceipt", held.batchReceipt());
    }

    private static ArrayNode missing(int parts, List<PackageTable.Part> there) {
        BitSet present = new BitSet(parts + 2);
        there.forEach(part -> present.set(part.number()));
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        for (int first = present.nextClearBit(1); first <= parts; ) {
            int next = present.nextSetBit(first);
            int last = next < 0 ? parts : next - 1;
            runs.addArray().add(first).add(last);
            first = present.nextClearBit(last + 1);
        }
        return runs;
    }
}
