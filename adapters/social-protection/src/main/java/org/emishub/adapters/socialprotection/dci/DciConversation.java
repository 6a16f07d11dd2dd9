package org.emishub.adapters.socialprotection.dci;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.adapters.socialprotection.dci.DciCaller.Recognised;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One message of a recognised member: checked, asked search by search, answered in one signed body whose every release is on record before it leaves. */
final class DciConversation {
    private static final String ABOUT = "attendance";
    private static final int MAX_SEARCHES = 100;

    private final Gateway gateway;
    private final DciAnswers answers;
    private final Clock clock;

    DciConversation(Gateway gateway, DciAnswers answers, Clock clock) {
        this.gateway = gateway;
        this.answers = answers;
        this.clock = clock;
    }

    byte[] answer(Recognised asked) throws NotAMember {
        JsonNode message = asked.message().message();
        try {
            List<JsonNode> entries = DciSearch.entries(message);
            Optional<HeaderFault> fault = fault(asked, entries.size());
            if (fault.isPresent()) {
                return rejected(asked, fault.get());
            }
            return answer(asked, entries, ask(asked, entries));
        } catch (Malformed e) {
            throw new NotAMember(400, "err.request.bad", Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a header: DCI's reason and ours. */
    private record HeaderFault(String reason, Code code) {}

    private Optional<HeaderFault> fault(Recognised asked, int entries) {
        DciHeader header = asked.header();
        Instant now = clock.instant();
        if (!header.version().equals("1.0.0")) {
            return Optional.of(new HeaderFault("rjct.version.invalid", Code.MALFORMED));
        }
        if (!header.action().equals("search") || header.encrypted()) {
            return Optional.of(new HeaderFault("rjct.action.not_supported", Code.MALFORMED));
        }
        if (!header.timely(now) || !asked.signature().usableAt(now, DciHeader.WINDOW)) {
            return Optional.of(new HeaderFault("rjct.message_ts.invalid", Code.EXPIRED));
        }
        if (header.total() != entries) {
            return Optional.of(new HeaderFault("rjct.total_count.invalid", Code.MALFORMED));
        }
        return entries > MAX_SEARCHES
                ? Optional.of(new HeaderFault("rjct.total_count.limit_exceeded", Code.TOO_LARGE))
                : Optional.empty();
    }

    private byte[] rejected(Recognised asked, HeaderFault fault) {
        gateway.refused(asked.sender().toString(), new Refusal(fault.code(), "header: " + fault.reason()));
        return answers.rejected(asked.header(), asked.message().message(), fault.reason(), fault.code());
    }

    private List<Reply> ask(Recognised asked, List<JsonNode> entries) {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String id = entries.size() == 1
                    ? asked.header().messageId()
                    : asked.header().messageId() + "." + (i + 1);
            replies.add(ask(asked, entries.get(i), id, entries.size()));
        }
        return replies;
    }

    private Reply ask(Recognised asked, JsonNode entry, String messageId, int together) {
        try {
            DciSearch search =
                    DciSearch.of(entry, asked.sender(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            return gateway.ask(new NativeQuestion(
                    asked.sender(),
                    messageId,
                    asked.message().signed(),
                    ABOUT,
                    search.subject(),
                    search.period(),
                    search.asker(),
                    search.purpose(),
                    together));
        } catch (Malformed e) {
            return refusedHere(asked, Code.MALFORMED, String.valueOf(e.getMessage()));
        } catch (UnmappedCode e) {
            return refusedHere(asked, Code.UNMAPPED_CODE, "list " + e.unmapped().list());
        }
    }

    private Reply refusedHere(Recognised asked, Code code, String rule) {
        gateway.refused(asked.sender().toString(), new Refusal(code, rule));
        return new Reply.Refused(code);
    }

    private byte[] answer(Recognised asked, List<JsonNode> entries, List<Reply> replies) {
        JsonNode message = asked.message().message();
        if (replies.contains(new Reply.Refused(Code.REPLAYED))) {
            return answers.rejected(asked.header(), message, "rjct.message_id.duplicate", Code.REPLAYED);
        }
        List<Reply.Repeated> repeated = DciRepetition.in(replies);
        if (!repeated.isEmpty()) {
            return DciRepetition.sameAnswer(repeated)
                    .orElseGet(() ->
                            answers.rejected(asked.header(), message, "rjct.message_id.duplicate", Code.REPLAYED));
        }
        byte[] wire = answers.message(asked.header(), message, responses(entries, replies));
        return release(replies, wire)
                .map(no -> answers.message(asked.header(), message, allRefused(entries, no)))
                .orElse(wire);
    }

    private List<ObjectNode> responses(List<JsonNode> entries, List<Reply> replies) {
        List<ObjectNode> responses = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            responses.add(response(entries.get(i), replies.get(i)));
        }
        return responses;
    }

    private ObjectNode response(JsonNode entry, Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            return answers.disclosed(entry, answered.disclosure());
        }
        return answers.refused(entry, reply instanceof Reply.Refused refused ? refused.code() : Code.REPLAYED);
    }

    /**
     * Records every release with the hash of the one body that carries them all.
     *
     * <p>A no that comes only now (consent withdrawn meanwhile) stops the whole body: what was recorded before it in this loop did not leave, so the ledger tells of more than
     * happened and never of less.
     */
    private static Optional<Code> release(List<Reply> replies, byte[] wire) {
        for (Reply reply : replies) {
            if (reply instanceof Reply.Answered answered) {
                Optional<Code> no = answered.release().record(wire);
                if (no.isPresent()) {
                    return no;
                }
            }
        }
        return Optional.empty();
    }

    private List<ObjectNode> allRefused(List<JsonNode> entries, Code code) {
        return entries.stream().map(entry -> answers.refused(entry, code)).toList();
    }
}
