package org.emishub.adapters.socialprotection.dci;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.emishub.adapters.socialprotection.dci.DciCaller.Recognised;
import org.emishub.adapters.socialprotection.dci.DciConversation.HeaderFault;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.NativeMessage;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;

/**
 * The hub as a DCI 1.0.0 registry that answers later: {@code POST /dci/registry/search}.
 *
 * <p>An ACK says that the message is durable and that its answer will come to the registered callback, whatever the message calls its {@code sender_uri}; anything else says that
 * nothing will come.
 */
public final class DciLaterDoor extends HttpServlet {
    /** {@code <id>.<number of the search>} is an id too, of at most 64 characters. */
    private static final int LONGEST_ID = 60;

    private static final String CALLBACK = "err.sender_uri.invalid";
    private static final long serialVersionUID = 1L;

    private final transient DciEntrance entrance;
    private final transient Gateway gateway;
    private final transient DciConversation conversation;
    private final transient DciQuestions questions;
    private final transient DciLater.Hub hub;
    private final transient Runnable wake;

    DciLaterDoor(
            DciEntrance entrance,
            Gateway gateway,
            DciConversation conversation,
            DciQuestions questions,
            DciLater.Hub hub,
            Runnable wake) {
        this.entrance = entrance;
        this.gateway = gateway;
        this.conversation = conversation;
        this.questions = questions;
        this.hub = hub;
        this.wake = wake;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entrance.serve(request, response, this::answer);
    }

    private byte[] answer(Recognised recognised) throws NotAMember {
        DciAsked asked = recognised.asked();
        int entries = DciConversation.entries(asked).size();
        // A repetition is told apart before anything that may have changed since: time, address, agreement.
        boolean before =
                questions.find(asked.sender(), asked.header().messageId()).isPresent();
        Optional<DciAck> no = before ? Optional.empty() : objection(recognised, entries);
        return (no.isPresent() ? no.get() : accept(asked)).bytes();
    }

    private Optional<DciAck> objection(Recognised recognised, int entries) {
        DciAsked asked = recognised.asked();
        Optional<HeaderFault> fault = conversation.fault(recognised, DciConversation.SEARCH, entries);
        if (fault.isPresent()) {
            String what =
                    fault.get().reason() + ": " + DciReason.message(fault.get().code());
            return Optional.of(no(asked, "ERR", "err.request.bad", what));
        }
        if (asked.header().messageId().length() > LONGEST_ID) {
            return Optional.of(refused(asked, "err.request.bad", "message_id must be at most 60 characters here"));
        }
        Optional<URI> callback = hub.callback().apply(asked.sender());
        if (callback.isEmpty()) {
            return Optional.of(refused(
                    asked,
                    CALLBACK,
                    "no callback is registered for your system: have its on-search address registered"));
        }
        boolean other = asked.header()
                .callback()
                .filter(named -> !named.equals(callback.get().toString()))
                .isPresent();
        return other
                ? Optional.of(
                        refused(
                                asked,
                                CALLBACK,
                                "sender_uri is not the callback registered for your system: leave it out, or have it registered"))
                : Optional.empty();
    }

    private DciAck refused(DciAsked asked, String error, String what) {
        gateway.refused(asked.sender().toString(), new Refusal(Code.MALFORMED, "header: " + error));
        return no(asked, "NACK", error, what);
    }

    private DciAck accept(DciAsked asked) {
        Instant now = hub.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        String id = asked.header().messageId();
        Acceptance acceptance = gateway.acceptQuestions(
                new NativeMessage(asked.sender(), id, asked.message().signed(), DciConversation.ABOUT),
                connection -> questions.keep(connection, asked.sender(), id, now));
        if (acceptance instanceof Acceptance.Refused refused) {
            return no(asked, "NACK", "err.request.bad", DciReason.message(refused.code()));
        }
        Optional<DciQuestions.Accepted> accepted = questions.find(asked.sender(), id);
        if (accepted.isEmpty()) {
            // The synchronous door has answered under this id: a second answer must not follow.
            return no(asked, "NACK", "err.request.bad", DciReason.message(Code.REPLAYED));
        }
        wake.run();
        return DciAck.ack(accepted.get().at(), correlation(asked));
    }

    private DciAck no(DciAsked asked, String status, String error, String what) {
        Instant now = hub.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        return DciAck.no(status, now, correlation(asked), error, what);
    }

    private static String correlation(DciAsked asked) {
        return DciTo.correlation(asked.sender(), asked.header().messageId()).toString();
    }
}
