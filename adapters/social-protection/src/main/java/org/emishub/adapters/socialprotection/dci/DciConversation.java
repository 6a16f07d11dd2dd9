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
    static final String ABOUT = "attendance";
    static final String SEARCH = "search";
    private static final int MAX_SEARCHES = 100;

    private final Gateway gateway;
    private final DciAnswers answers;
    private final Clock clock;

    DciConversation(Gateway gateway, DciAnswers answers, Clock clock) {
        this.gateway = gateway;
        this.answers = answers;
        this.clock = clock;
    }

    /** How the bytes of an answer leave, and how the releases in them are put on record before. */
    @FunctionalInterface
    interface Leaving {
        /** Empty when the bytes may leave, or are on their way; the code that stopped them. */
        Optional<Code> release(List<Reply.Answered> answered, byte[] wire);
    }

    /** Answers on the same exchange. */
    byte[] answer(Recognised recognised) throws NotAMember {
        DciAsked asked = recognised.asked();
        List<JsonNode> entries = entries(asked);
        Optional<HeaderFault> fault = fault(recognised, SEARCH, entries.size());
        if (fault.isPresent()) {
            return answers.rejected(
                    DciTo.atOnce(asked), fault.get().reason(), fault.get().code());
        }
        List<Reply> replies = ask(asked, entries, entries.size() == 1 ? "" : ".", () -> {});
        List<Reply.Repeated> repeated = DciRepetition.in(replies);
        if (!repeated.isEmpty() && !replayed(replies)) {
            return DciRepetition.sameAnswer(repeated).orElseGet(() -> duplicate(DciTo.atOnce(asked)));
        }
        return answer(DciTo.atOnce(asked), entries, replies, DciConversation::release);
    }

    /**
     * Answers to the callback what was accepted before; each search has an id of its own, because the message has the message's.
     *
     * @param everySearch called before each, which may take as long as its provider does
     */
    void answerLater(DciAsked asked, Leaving leaving, Runnable everySearch) throws NotAMember {
        List<JsonNode> entries = entries(asked);
        answer(DciTo.later(asked), entries, ask(asked, entries, ".", everySearch), leaving);
    }

    /** Tells that an accepted message was not answered in time. */
    void giveUp(DciAsked asked, Leaving leaving) {
        gateway.refused(asked.sender().toString(), new Refusal(Code.EXPIRED, "no answer in time"));
        leaving.release(List.of(), answers.rejected(DciTo.later(asked), "rjct.message_ts.invalid", Code.EXPIRED));
    }

    static List<JsonNode> entries(DciAsked asked) throws NotAMember {
        try {
            return DciSearch.entries(asked.message().message());
        } catch (Malformed e) {
            throw new NotAMember(400, "err.request.bad", Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a header: DCI's reason and ours. */
    record HeaderFault(String reason, Code code) {}

    /** Looks at the header, and enters what is wrong with it. */
    Optional<HeaderFault> fault(Recognised recognised, String action, int entries) {
        Optional<HeaderFault> fault = wrong(recognised, action, entries);
        fault.ifPresent(wrong -> gateway.refused(
                recognised.asked().sender().toString(), new Refusal(wrong.code(), "header: " + wrong.reason())));
        return fault;
    }

    private Optional<HeaderFault> wrong(Recognised recognised, String action, int entries) {
        DciHeader header = recognised.asked().header();
        Instant now = clock.instant();
        if (!header.version().equals("1.0.0")) {
            return Optional.of(new HeaderFault("rjct.version.invalid", Code.MALFORMED));
        }
        if (!header.action().equals(action) || header.encrypted()) {
            return Optional.of(new HeaderFault("rjct.action.not_supported", Code.MALFORMED));
        }
        if (!header.timely(now) || !recognised.signature().usableAt(now, DciHeader.WINDOW)) {
            return Optional.of(new HeaderFault("rjct.message_ts.invalid", Code.EXPIRED));
        }
        if (header.total() != entries) {
            return Optional.of(new HeaderFault("rjct.total_count.invalid", Code.MALFORMED));
        }
        return entries > MAX_SEARCHES
                ? Optional.of(new HeaderFault("rjct.total_count.limit_exceeded", Code.TOO_LARGE))
                : Optional.empty();
    }

    private List<Reply> ask(DciAsked asked, List<JsonNode> entries, String separator, Runnable everySearch) {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String id = asked.header().messageId() + (separator.isEmpty() ? "" : separator + (i + 1));
            everySearch.run();
            replies.add(ask(asked, entries.get(i), id, entries.size()));
        }
        return replies;
    }

    private Reply ask(DciAsked asked, JsonNode entry, String messageId, int together) {
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

    private Reply refusedHere(DciAsked asked, Code code, String rule) {
        gateway.refused(asked.sender().toString(), new Refusal(code, rule));
        return new Reply.Refused(code);
    }

    private byte[] answer(DciTo to, List<JsonNode> entries, List<Reply> replies, Leaving leaving) {
        if (replayed(replies) || !DciRepetition.in(replies).isEmpty()) {
            return leave(duplicate(to), leaving);
        }
        byte[] wire = answers.message(to, responses(entries, replies));
        List<Reply.Answered> answered = replies.stream()
                .filter(Reply.Answered.class::isInstance)
                .map(Reply.Answered.class::cast)
                .toList();
        return leaving.release(answered, wire)
                .map(no -> leave(answers.message(to, allRefused(entries, no)), leaving))
                .orElse(wire);
    }

    private static boolean replayed(List<Reply> replies) {
        return replies.contains(new Reply.Refused(Code.REPLAYED));
    }

    private byte[] duplicate(DciTo to) {
        return answers.rejected(to, "rjct.message_id.duplicate", Code.REPLAYED);
    }

    /** Bytes that disclose nothing. */
    private static byte[] leave(byte[] wire, Leaving leaving) {
        leaving.release(List.of(), wire);
        return wire;
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
    private static Optional<Code> release(List<Reply.Answered> answered, byte[] wire) {
        for (Reply.Answered one : answered) {
            Optional<Code> no = one.release().record(wire);
            if (no.isPresent()) {
                return no;
            }
        }
        return Optional.empty();
    }

    private List<ObjectNode> allRefused(List<JsonNode> entries, Code code) {
        return entries.stream().map(entry -> answers.refused(entry, code)).toList();
    }
}
