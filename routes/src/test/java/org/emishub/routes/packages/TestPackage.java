package org.emishub.routes.packages;

import java.util.ArrayList;
import java.util.List;
import org.emishub.routes.world.World;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A package as its client makes it: children by their identifiers, so many to a part. */
record TestPackage(World world, SystemId client, String agreement, String id, List<String> children, int perPart) {
    static TestPackage of(World world, String agreement, String id, List<String> children, int perPart) {
        return new TestPackage(world, World.SCHOOLS, agreement, id, children, perPart);
    }

    int count() {
        return (children.size() + perPart - 1) / perPart;
    }

    /** The content of a part, 1 for the first; rows are named by their place in the package. */
    ObjectNode content(int part) {
        ObjectNode content = StrictJson.newObject().put("purpose", "HPAYMT");
        content.putObject("package")
                .put("id", id)
                .put("part", part)
                .put("of", count())
                .put("rows", children.size());
        ArrayNode rows = content.putArray("rows");
        int to = Math.min(children.size(), part * perPart);
        for (int i = (part - 1) * perPart; i < to; i++) {
            rows.addObject().put("row", "r" + (i + 1)).putObject("subject").put("child.id", children.get(i));
        }
        return content;
    }

    byte[] sealed(int part) {
        return sealed(part, content(part));
    }

    byte[] sealed(int part, ObjectNode content) {
        return world.seal(client, id + "-" + part, agreement, "batch", content);
    }

    List<byte[]> all() {
        List<byte[]> parts = new ArrayList<>();
        for (int part = 1; part <= count(); part++) {
            parts.add(sealed(part));
        }
        return parts;
    }

    /** A request about it. */
    byte[] request(String kind) {
        return world.seal(
                client, World.id(), agreement, kind, StrictJson.newObject().put("package", id));
    }
}
