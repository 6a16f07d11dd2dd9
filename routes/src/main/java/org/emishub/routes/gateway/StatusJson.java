package org.emishub.routes.gateway;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what became of messages, for every door alike. */
public final class StatusJson {
    private StatusJson() {}

    /** {@code {"messages":[{"id","outcome","reason","deliveries":[{"agreement","outcome","reason","at"}]}]}}; {@code at} is left out while it waits. */
    public static ObjectNode of(List<MessageStatus> messages) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.putArray("messages")
                .addAll(messages.stream().map(StatusJson::message).toList());
        return all;
    }

    private static ObjectNode message(MessageStatus status) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("id", status.id())
                .put("outcome", status.outcome().word())
                .put("reason", status.reason());
        message.putArray("deliveries")
                .addAll(status.deliveries().stream().map(StatusJson::delivery).toList());
        return message;
    }

    private static ObjectNode delivery(MessageStatus.Delivery status) {
        ObjectNode delivery = JsonNodeFactory.instance
                .objectNode()
                .put("agreement", status.agreement())
                .put("outcome", status.outcome().word())
                .put("reason", status.reason());
        status.at().ifPresent(at -> delivery.put("at", at.toString()));
        return delivery;
    }
}
