package org.emishub.adapters.socialprotection.dci;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.socialprotection.dci.DciCaller.Recognised;
import org.emishub.adapters.socialprotection.dci.DciConversation.HeaderFault;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import tools.jackson.databind.JsonNode;

/**
 * Tells a member what became of a search that it was to be answered later: {@code POST /dci/registry/sync/txn/status}, DCI 1.0.0, by the correlation it was given.
 *
 * <p>{@code pdng} until its callback has acknowledged the answer, {@code succ} from then on, {@code rjct} when the answer will not come. What was answered is told to the callback
 * only.
 */
public final class DciStatusDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient DciEntrance entrance;
    private final transient Gateway gateway;
    private final transient DciConversation conversation;
    private final transient DciQuestions questions;
    private final transient DciAnswers answers;

    DciStatusDoor(
            DciEntrance entrance,
            Gateway gateway,
            DciConversation conversation,
            DciQuestions questions,
            DciAnswers answers) {
        this.entrance = entrance;
        this.gateway = gateway;
        this.conversation = conversation;
        this.questions = questions;
        this.answers = answers;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entrance.serve(request, response, this::answer);
    }

    private byte[] answer(Recognised recognised) throws NotAMember {
        DciAsked asked = recognised.asked();
        JsonNode wanted = asked.message().message().path("txnstatus_request");
        String reference = DciJson.text(wanted, "reference_id")
                .orElseThrow(() -> new NotAMember(
                        400, "err.request.bad", Code.MALFORMED, "txnstatus_request needs a reference_id"));
        Optional<HeaderFault> fault = conversation.fault(recognised, "txn-status", 1);
        DciTo to = DciTo.atOnce(asked);
        if (fault.isPresent()) {
            return answers.statusRejected(to, fault.get().reason(), fault.get().code());
        }
        return answers.status(to, reference, status(asked.sender(), wanted));
    }

    /** Of another's search it says what it says of one that there never was. */
    private Status status(SystemId sender, JsonNode wanted) {
        if (!DciJson.text(wanted, "attribute_type").equals(Optional.of("correlation_id"))) {
            return Status.no("ask by the correlation_id of the acknowledgement");
        }
        return DciJson.text(wanted, "attribute_value")
                .flatMap(correlation -> questions.correlated(sender, correlation))
                .map(found -> found.answered() ? status(sender, found.messageId()) : Status.PENDING)
                .orElse(Status.no("no such search of yours"));
    }

    private Status status(SystemId sender, String messageId) {
        List<MessageStatus.Delivery> deliveries =
                gateway.status(sender, List.of(messageId)).get(0).deliveries();
        if (deliveries.isEmpty()) {
            return Status.no(DciReason.message(Code.EXPIRED));
        }
        MessageStatus.Delivery delivery = deliveries.get(0);
        return switch (delivery.outcome()) {
            case WAITING -> Status.PENDING;
            case DELIVERED -> Status.DELIVERED;
            default -> Status.no(delivery.outcome().word() + ": " + delivery.reason());
        };
    }

    /**
     * Where a search is.
     *
     * @param status {@code pdng}, {@code succ} or {@code rjct}
     * @param why in words, empty unless it is a no
     */
    record Status(String status, String why) {
        static final Status PENDING = new Status("pdng", "");
        static final Status DELIVERED = new Status("succ", "");

        static Status no(String why) {
            return new Status("rjct", why);
        }
    }
}
