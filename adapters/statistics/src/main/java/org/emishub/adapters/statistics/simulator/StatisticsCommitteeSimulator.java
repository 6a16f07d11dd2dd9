package org.emishub.adapters.statistics.simulator;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A statistics committee that takes SDMX data messages at POST, checks them against its own structure message, and returns what is wrong to the sender. */
public final class StatisticsCommitteeSimulator extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_KEPT = 1_000;

    private final transient Rules rules;
    private final transient Map<String, Answer> answers = new LinkedHashMap<>();
    private final transient List<Received> received = new ArrayList<>();

    /**
     * A dataset that was taken.
     *
     * @param sha256 lower-case hex, over the bytes as received
     */
    public record Received(String mediaType, String sha256, int observations, int suppressed, byte[] bytes) {}

    private record Answer(int status, String mediaType, String body, String sha256) {}

    /** @param structureMessage the SDMX-ML 2.1 structure message with the committee's data structure definition */
    public StatisticsCommitteeSimulator(byte[] structureMessage) {
        this.rules = Rules.read(structureMessage);
    }

    /** What was taken so far, oldest first. */
    public List<Received> received() {
        synchronized (answers) {
            return List.copyOf(received);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        String key = Optional.ofNullable(request.getHeader("Idempotency-Key")).orElse("");
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        Answer answer;
        synchronized (answers) {
            Answer before = answers.get(key);
            answer = before == null ? taken(type, body) : again(before, body);
            if (before == null && !key.isEmpty() && answers.size() < MOST_KEPT) {
                answers.put(key, answer);
            }
        }
        response.setStatus(answer.status());
        response.setContentType(answer.mediaType());
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The same key with the same bytes gets the same answer and has no second effect; with other bytes it is refused. */
    private static Answer again(Answer before, byte[] body) {
        return before.sha256().equals(sha256(body))
                ? before
                : error(409, body, List.of(new Finding(0, "", "KEY_REUSED")));
    }

    private Answer taken(String type, byte[] body) {
        if (body.length > MOST_BYTES) {
            return error(413, body, List.of(new Finding(0, "", "TOO_LARGE")));
        }
        try {
            Submitted submitted;
            if (type.startsWith("application/vnd.sdmx.data+csv")) {
                submitted = SubmittedCsv.read(body);
            } else if (type.startsWith("application/vnd.sdmx.structurespecificdata+xml")) {
                submitted = SubmittedXml.read(body);
            } else {
                return error(415, body, List.of(new Finding(0, "", "UNKNOWN_FORMAT")));
            }
            Checks.check(submitted, rules);
            return keep(type, body, submitted);
        } catch (Rejected e) {
            return error(422, body, e.findings());
        }
    }

    private Answer keep(String type, byte[] body, Submitted submitted) {
        int suppressed = (int) submitted.rows().stream()
                .filter(row -> "Q".equals(row.values().get("OBS_STATUS")))
                .count();
        String hash = sha256(body);
        if (received.size() < MOST_KEPT) {
            received.add(new Received(type, hash, submitted.rows().size(), suppressed, body));
        }
        String receipt = "{\"accepted\":true,\"observations\":%d,\"suppressed\":%d,\"sha256\":\"%s\"}"
                .formatted(submitted.rows().size(), suppressed, hash);
        return new Answer(201, "application/json", receipt, hash);
    }

    /** An SDMX-ML 2.1 error message (SDMXMessage.xsd, ErrorType); code 140 is the REST interface's "syntax error". */
    private static Answer error(int status, byte[] body, List<Finding> findings) {
        String texts = findings.stream()
                .map(finding -> "    <com:Text xml:lang=\"en\">" + finding + "</com:Text>\n")
                .collect(Collectors.joining());
        String message =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <mes:Error xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
                  <mes:ErrorMessage code="140">
                %s  </mes:ErrorMessage>
                </mes:Error>
                """
                        .formatted(texts);
        return new Answer(status, "application/vnd.sdmx.error+xml;version=2.1", message, sha256(body));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
