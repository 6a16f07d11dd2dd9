package org.emishub.adapters.socialprotection.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The management information system of social protection: asks the hub for a child's school attendance over DCI 1.0.0, and believes no answer that the hub did not sign. */
public final class DciClientSimulator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final HttpClient http;
    private final URI search;
    private final Identity self;
    private final String hub;
    private final Keys hubKeys;
    private final Clock clock;

    /**
     * Makes the client.
     *
     * @param http with the client certificate in it where the hub asks for one
     * @param search the address of the hub's {@code /dci/registry/sync/search}
     * @param hub the hub's name, {@code organisation/system}
     * @param hubKeys the hub's published keys
     */
    public DciClientSimulator(HttpClient http, URI search, Identity self, String hub, Keys hubKeys, Clock clock) {
        this.http = http;
        this.search = search;
        this.self = self;
        this.hub = hub;
        this.hubKeys = hubKeys;
        this.clock = clock;
    }

    /**
     * What the case worker wants to know.
     *
     * @param uin the child's national number
     * @param purpose HL7 PurposeOfUse code
     */
    public record Question(
            String uin, LocalDate from, LocalDate to, String user, String role, String caseId, String purpose) {}

    /**
     * What came back.
     *
     * @param http HTTP status
     * @param signed whether the hub certainly wrote it, to us, as an answer to this question
     * @param status {@code succ} or {@code rjct} of the first search, or of the header when no search was looked at; {@code err} when it was no DCI message
     * @param reason the DCI reason code, empty when there is none
     * @param message the reason in words, empty when there is none
     * @param records the records of the first search
     */
    public record Answer(
            int http, boolean signed, String status, String reason, String message, List<JsonNode> records) {
        public Answer {
            records = List.copyOf(records);
        }

        /** Names and outcome only. */
        @Override
        public String toString() {
            return "Answer[" + http + ", signed=" + signed + ", " + status + " " + reason + "]";
        }
    }

    /**
     * What the hub said to a message that it answers later.
     *
     * @param status {@code ACK}, {@code NACK} or {@code ERR}; empty when it was no acknowledgement
     * @param error DCI's error code, empty with an ACK
     * @param body the bytes
     */
    public record Acknowledged(
            int http, String status, String correlation, String timestamp, String error, String message, byte[] body) {
        /** Status and code only. */
        @Override
        public String toString() {
            return "Acknowledged[" + http + ", " + status + " " + error + "]";
        }
    }

    /** Asks about one child; the answer comes to the callback registered for this system. */
    public Acknowledged askLater(URI address, String transaction, Question question, DciCallbackSimulator callback)
            throws IOException, InterruptedException {
        callback.expect(transaction);
        Acknowledged said = sendLater(address, request(transaction, List.of(question)));
        if (said.status().equals("ACK")) {
            callback.acknowledged(transaction, said.correlation());
        }
        return said;
    }

    /** Sends a message as it is to {@code /dci/registry/search}. */
    public Acknowledged sendLater(URI address, byte[] request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post(address, request);
        JsonNode body = JsonMapper.shared().readTree(response.body());
        JsonNode message = body.path("message");
        JsonNode error = response.statusCode() == 200
                ? message.path("error")
                : body.path("errors").path(0);
        return new Acknowledged(
                response.statusCode(),
                message.path("ack_status").asString(""),
                message.path("correlation_id").asString(""),
                message.path("timestamp").asString(""),
                error.path("code").asString(""),
                error.path("message").asString(""),
                response.body());
    }

    /** The signed bytes of a question for what became of a search, by the correlation it was acknowledged under. */
    public byte[] statusRequest(String correlation) {
        String id = UUID.randomUUID().toString();
        ObjectNode header = header(id, "txn-status", 1);
        ObjectNode message = JSON.objectNode().put("transaction_id", id);
        message.putObject("txnstatus_request")
                .put("reference_id", "1")
                .put("txn_type", "search")
                .put("attribute_type", "correlation_id")
                .put("attribute_value", correlation);
        return SignedMessage.sign(self, header, message, clock.instant()).bytes();
    }

    /** Where a search is that is answered later: {@code pdng}, {@code succ} or {@code rjct} and why. */
    public String status(URI address, String correlation) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post(address, statusRequest(correlation));
        SignedMessage answer = SignedMessage.read(response.body());
        if (!answer.signedBy(hub, hubKeys, clock.instant())) {
            throw new IOException("the status was not signed by the hub");
        }
        JsonNode first = answer.messageNode()
                .path("txnstatus_response")
                .path("txn_status")
                .path("search_response")
                .path(0);
        return (first.path("status").asString("") + " "
                        + first.path("status_reason_message").asString(""))
                .strip();
    }

    /** Asks about one child. */
    public Answer ask(Question question) throws IOException, InterruptedException {
        return send(request(UUID.randomUUID().toString(), List.of(question)));
    }

    /** The signed bytes of a message that asks about these children in one go. */
    public byte[] request(String messageId, List<Question> questions) {
        return request(messageId, questions, "");
    }

    /** The same, which names an address for the answer; none when it is empty. */
    public byte[] request(String messageId, List<Question> questions, String callback) {
        ObjectNode header = header(messageId, "search", questions.size());
        if (!callback.isEmpty()) {
            header.put("sender_uri", callback);
        }
        ObjectNode message = JSON.objectNode().put("transaction_id", messageId);
        var requests = message.putArray("search_request");
        for (int i = 0; i < questions.size(); i++) {
            requests.add(request(questions.get(i), Integer.toString(i + 1)));
        }
        return SignedMessage.sign(self, header, message, clock.instant()).bytes();
    }

    private ObjectNode header(String messageId, String action, int count) {
        return JSON.objectNode()
                .put("version", "1.0.0")
                .put("message_id", messageId)
                .put("message_ts", now())
                .put("action", action)
                .put("sender_id", self.system())
                .put("receiver_id", hub)
                .put("total_count", count)
                .put("is_msg_encrypted", false);
    }

    private ObjectNode request(Question question, String reference) {
        ObjectNode request = JSON.objectNode().put("reference_id", reference).put("timestamp", now());
        ObjectNode criteria = request.putObject("search_criteria")
                .put("version", "1.0.0")
                .put("reg_type", "ns:emishub:RegistryType:Attendance")
                .put("query_type", "idtype-value");
        criteria.putObject("query").put("type", "UIN").put("value", question.uin());
        criteria.putObject("emishub:period")
                .put("from", question.from().toString())
                .put("to", question.to().toString());
        ObjectNode authorize =
                criteria.putObject("authorize").put("@type", "Authorize").put("ts", now());
        authorize.putObject("purpose").put("code", question.purpose());
        authorize
                .putObject("emishub:asker")
                .put("user", question.user())
                .put("role", question.role())
                .put("case", question.caseId());
        return request.put("locale", "eng");
    }

    /** Sends a message as it is, also one that was tampered with. */
    public Answer send(byte[] request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post(search, request);
        if (response.statusCode() != 200) {
            JsonNode error =
                    JsonMapper.shared().readTree(response.body()).path("errors").path(0);
            return answer(response.statusCode(), false, "err", error, "code", "message");
        }
        return read(request, response.body());
    }

    private HttpResponse<byte[]> post(URI address, byte[] request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        return http.send(post, HttpResponse.BodyHandlers.ofByteArray());
    }

    private Answer read(byte[] request, byte[] body) {
        SignedMessage answer = SignedMessage.read(body);
        JsonNode header = answer.headerNode();
        JsonNode message = answer.messageNode();
        boolean signed = answer.signedBy(hub, hubKeys, clock.instant())
                && header.path("receiver_id").asString("").equals(self.system())
                && message.path("transaction_id")
                        .equals(SignedMessage.read(request).messageNode().path("transaction_id"));
        JsonNode first = message.path("search_response").path(0);
        JsonNode from = first.isObject() ? first : header;
        return answer(
                200, signed, from.path("status").asString(""), from, "status_reason_code", "status_reason_message");
    }

    private static Answer answer(int http, boolean signed, String status, JsonNode at, String reason, String message) {
        return new Answer(
                http,
                signed,
                status,
                at.path(reason).asString(""),
                at.path(message).asString(""),
                at.path("data").path("reg_records").valueStream().toList());
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
