package org.emishub.adapters.socialprotection.dci;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The header of a message (DCI {@code MsgHeader}, {@code MsgCallbackHeader}), as far as both directions need it. */
record DciHeader(
        String version,
        String messageId,
        Optional<Instant> timestamp,
        String action,
        String sender,
        String receiver,
        Optional<String> callback,
        int total,
        boolean encrypted,
        String status,
        String reason) {
    /** How far a peer's clock may be off, and how old a message may be: beyond it the same id could be kept for nothing. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /**
     * Reads a header.
     *
     * @throws Malformed when what every message must have is missing
     */
    static DciHeader read(JsonNode header) throws Malformed {
        String id = DciJson.text(header, "message_id").orElse("");
        if (!MESSAGE_ID.matcher(id).matches()) {
            throw new Malformed("message_id must be 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return new DciHeader(
                DciJson.text(header, "version").orElse("1.0.0"),
                id,
                instant(DciJson.text(header, "message_ts")),
                DciJson.text(header, "action").orElse(""),
                DciJson.text(header, "sender_id").orElse(""),
                DciJson.text(header, "receiver_id").orElse(""),
                DciJson.text(header, "sender_uri"),
                header.path("total_count").asInt(-1),
                header.path("is_msg_encrypted").asBoolean(false),
                DciJson.text(header, "status").orElse(""),
                DciJson.text(header, "status_reason_code").orElse(""));
    }

    /** Whether the message was written about now. */
    boolean timely(Instant now) {
        return timestamp
                .filter(t -> Duration.between(t, now).abs().compareTo(WINDOW) <= 0)
                .isPresent();
    }

    private static Optional<Instant> instant(Optional<String> text) {
        try {
            return text.map(t -> OffsetDateTime.parse(t).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
