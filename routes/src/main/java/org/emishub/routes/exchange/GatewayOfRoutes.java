package org.emishub.routes.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.Keeping;
import org.emishub.routes.gateway.LateAnswer;
import org.emishub.routes.gateway.MessageStatus;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.gateway.NativeMessage;
import org.emishub.routes.gateway.NativeQuestion;
import org.emishub.routes.gateway.Reply;
import org.emishub.routes.gateway.RowVerdicts;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.RefusedCallers;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Request;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.envelope.Opened;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.member.Quotas;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import org.emishub.security.vault.AtRest;

/** Hands what the doors received to the routes, and gives them what the routes end as. */
public final class GatewayOfRoutes implements Gateway {
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    /** Those of the hub protocol are refused before anybody knows who they are. */
    static final String UNKNOWN_SENDER = "hub-protocol";
    /** Rows of a batch are asked one after the other. */
    private static final int ROWS_PER_SLOT = 10;
    /** Nobody waits longer for a slot than for so many; who asks of more sends a package. */
    private static final int MOST_ROWS_HELD = 1_000;

    private final RouteTable routes;
    private final Supplier<Agreements> agreements;
    private final Envelopes envelopes;
    private final AtRest atRest;
    private final Steps steps;
    private final LateAnswers late;
    private final StatusAnswers statuses;
    private final Releases releases;
    private final Ledger ledger;
    private final Quotas quotas;
    private final AnswerTime answerTime;
    private final Clock clock;

    GatewayOfRoutes(
            RouteTable routes,
            Supplier<Agreements> agreements,
            Envelopes envelopes,
            AtRest atRest,
            Steps steps,
            LateAnswers late,
            StatusAnswers statuses,
            Releases releases,
            Ledger ledger,
            Quotas quotas,
            AnswerTime answerTime,
            Clock clock) {
        this.routes = routes;
        this.agreements = agreements;
        this.envelopes = envelopes;
        this.atRest = atRest;
        this.steps = steps;
        this.late = late;
        this.statuses = statuses;
        this.releases = releases;
        this.ledger = ledger;
        this.quotas = quotas;
        this.answerTime = answerTime;
        this.clock = clock;
    }

    @Override
    public HubReply exchange(byte[] sealed) {
        return durable(() -> exchanged(sealed));
    }

    private HubReply exchanged(byte[] sealed) {
        long since = System.nanoTime();
        Outcome<Opened> opened = envelopes.reopen(sealed);
        if (opened instanceof Outcome.Refused<Opened> no) {
            refused(UNKNOWN_SENDER, no.refusal());
            return new HubReply.Refused(no.refusal().code().shown());
        }
        Opened open = ((Outcome.Ok<Opened>) opened).value();
        Message message = open.message();
        Optional<Quotas.Over> over = quotas.take(message.sender(), sealed.length);
        if (over.isPresent()) {
            return tooMuch(message.sender(), over.get());
        }
        boolean expired = !clock.instant().isBefore(message.expiresAt());
        if (!expired && message.kind().equals(StatusAnswers.KIND)) {
            return status(open);
        }
        Optional<Agreement> agreement =
                agreements.get().byId(message.agreementId()).filter(one -> fits(one, message));
        String agreed = agreement.map(Agreement::id).orElse("");
        Inbound inbound =
                new Inbound(message.sender(), message.id(), open.payloadHash(), agreed, sealed, clock.instant());
        Passage passage = Passage.opened(inbound, message, agreement);
        if (expired) {
            return steps.before(passage).map(GatewayOfRoutes::hubReply).orElseGet(this::expired);
        }
        String route = agreement.map(RouteTable::routeId).orElse(Exchanges.NO_AGREEMENT);
        Object end = routes.run(route, passage);
        boolean batch =
                agreement.filter(one -> one.exchange() == Agreement.Kind.BATCH).isPresent();
        if (batch) {
            // One that was refused as a whole says nothing of a child, however many rows it has.
            int rows = end instanceof Passage ? Math.min(passage.questions(), MOST_ROWS_HELD) : 1;
            answerTime.hold(since, rows, ROWS_PER_SLOT);
        } else if (saysNothing(end)) {
            answerTime.hold(since);
        }
        return hubReply(end);
    }

    private HubReply expired() {
        refused(UNKNOWN_SENDER, new Refusal(Code.EXPIRED, "exp: in the past"));
        return new HubReply.Refused(Code.EXPIRED);
    }

    private HubReply tooMuch(SystemId sender, Quotas.Over over) {
        if (over.toBeEntered()) {
            refused(sender.toString(), over.refusal());
        }
        return new HubReply.Refused(over.refusal().code(), over.retrySeconds());
    }

    private HubReply status(Opened question) {
        Outcome<byte[]> answer = statuses.answer(question);
        if (answer instanceof Outcome.Refused<byte[]> no) {
            refused(question.message().sender().toString(), no.refusal());
            return new HubReply.Refused(no.refusal().code().shown());
        }
        return new HubReply.Sealed(((Outcome.Ok<byte[]>) answer).value());
    }

    @Override
    public List<MessageStatus> status(SystemId sender, List<String> messageIds) {
        if (messageIds.size() > StatusAnswers.MOST) {
            throw new IllegalArgumentException("at most " + StatusAnswers.MOST + " messages at a time");
        }
        return statuses.of(sender, messageIds);
    }

    /** Doors know of the ledger only that nothing can be made durable. */
    private static <T> T durable(Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (LedgerUnavailable e) {
            throw new HubUnavailable(e);
        }
    }

    /** Whether this sender sends such messages under the agreement; if not, it is as if there were none. */
    private static boolean fits(Agreement agreement, Message message) {
        return switch (agreement.exchange()) {
            case QUERY -> message.kind().equals("query") && message.sender().equals(agreement.client());
            case BATCH -> message.kind().equals("batch") && message.sender().equals(agreement.client());
            case EVENT -> message.kind().equals("event") && message.sender().equals(agreement.provider());
            case STATISTIC -> false;
        };
    }

    private static HubReply hubReply(Object end) {
        if (end instanceof Passage passage) {
            return new HubReply.Sealed(passage.sealed().bytes());
        }
        if (end instanceof Accepting.Accepted accepted) {
            return accepted.refused() != null
                    ? new HubReply.Refused(accepted.refused())
                    : new HubReply.Sealed(accepted.receipt().getBytes(StandardCharsets.US_ASCII));
        }
        if (end instanceof No no) {
            return no.sealed() != null ? new HubReply.Sealed(no.sealed()) : new HubReply.Refused(no.code());
        }
        Kept kept = (Kept) end;
        if (!kept.receipt().isEmpty()) {
            return new HubReply.Sealed(kept.receipt().getBytes(StandardCharsets.US_ASCII));
        }
        return kept.answer() != null
                ? new HubReply.Sealed(kept.answer())
                : new HubReply.Refused(kept.refused() != null ? kept.refused() : Code.EXPIRED);
    }

    @Override
    public Reply ask(NativeQuestion question) {
        return durable(() -> asked(question));
    }

    private Reply asked(NativeQuestion question) {
        long since = System.nanoTime();
        SystemId client = question.client();
        if (!MESSAGE_ID.matcher(question.messageId()).matches()) {
            return new Reply.Refused(malformedId(client));
        }
        Inbound inbound = inbound(client, question.messageId(), question.payload(), question.about());
        Request request = new Request(
                client,
                question.purpose(),
                // Every native door has a place for the purpose: one that is left out is no permission.
                true,
                question.asker().user(),
                question.asker().role(),
                question.asker().caseId(),
                question.together());
        Asked asked = new Asked(question.subject(), question.period(), request);
        Optional<Agreement> agreement = agreements.get().byClient(client, question.about(), clock.instant());
        String route = agreement.map(Agreement::id).orElse(Exchanges.NO_AGREEMENT);
        Object end = routes.run(route, Passage.translated(inbound, asked, agreement));
        if (saysNothing(end)) {
            answerTime.hold(since);
        }
        return reply(end, inbound);
    }

    private static boolean saysNothing(Object end) {
        return end instanceof No no && no.code() == Code.NO_DATA;
    }

    private Reply reply(Object end, Inbound inbound) {
        if (end instanceof Passage passage) {
            Reply.Release alone = wire -> durable(() -> releases.release(passage, wire));
            return new Reply.Answered(passage.disclosure(), new PassageRelease(passage, alone));
        }
        if (end instanceof No no) {
            return new Reply.Refused(no.code());
        }
        Kept kept = (Kept) end;
        return kept.answer() != null
                ? new Reply.Repeated(atRest.open(Releases.context(inbound), kept.answer()))
                : new Reply.Refused(kept.refused() != null ? kept.refused() : Code.EXPIRED);
    }

    @Override
    public Acceptance accept(NativeEvent event) {
        return durable(() -> accepted(event));
    }

    private Acceptance accepted(NativeEvent event) {
        if (!MESSAGE_ID.matcher(event.messageId()).matches()) {
            return new Acceptance.Refused(malformedId(event.provider()));
        }
        Inbound inbound = inbound(event.provider(), event.messageId(), event.payload(), event.about());
        Passage fact = Passage.unaddressed(inbound);
        String route = new Door(event.provider(), event.about()).routeId();
        return acceptance(routes.run(route, EventSteps.fact(fact, event.record())));
    }

    private static Acceptance acceptance(Object end) {
        if (end instanceof No no) {
            return new Acceptance.Refused(no.code());
        }
        if (end instanceof Kept kept) {
            return new Acceptance.Refused(kept.refused() != null ? kept.refused() : Code.EXPIRED);
        }
        Accepting.Accepted accepted = (Accepting.Accepted) end;
        return accepted.refused() != null
                ? new Acceptance.Refused(accepted.refused())
                : new Acceptance.Accepted(accepted.receipt(), accepted.repeated());
    }

    @Override
    public Acceptance received(SystemId provider, String messageId, String payloadHash) {
        return durable(() -> receivedPackage(provider, messageId, payloadHash));
    }

    private Acceptance receivedPackage(SystemId provider, String messageId, String payloadHash) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            return new Acceptance.Refused(malformedId(provider));
        }
        Inbound inbound = new Inbound(provider, messageId, payloadHash, "package", new byte[0], clock.instant());
        return acceptance(steps.accept(Passage.unaddressed(inbound), List.of()));
    }

    @Override
    public String verdicts(SystemId provider, String messageId, String payloadHash, RowVerdicts verdicts) {
        Inbound inbound = new Inbound(provider, messageId, payloadHash, "package", new byte[0], clock.instant());
        return durable(() -> steps.verdicts(inbound, verdicts));
    }

    @Override
    public Acceptance acceptQuestions(NativeMessage message, Keeping keeping) {
        return durable(() -> questionsAccepted(message, keeping));
    }

    private Acceptance questionsAccepted(NativeMessage message, Keeping keeping) {
        SystemId client = message.client();
        if (!MESSAGE_ID.matcher(message.messageId()).matches()) {
            return new Acceptance.Refused(malformedId(client));
        }
        Inbound inbound = inbound(client, message.messageId(), message.payload(), message.about());
        Optional<Agreement> agreement = agreements.get().byClient(client, message.about(), clock.instant());
        return acceptance(late.accept(inbound, agreement, keeping));
    }

    @Override
    public Optional<byte[]> acceptedQuestions(SystemId client, String messageId) {
        return late.kept(client, messageId).map(kept -> atRest.open(inboxContext(client, messageId), kept));
    }

    @Override
    public Optional<Code> answer(LateAnswer answer, Keeping keeping) {
        Optional<Agreement> agreement = agreements.get().byClient(answer.client(), answer.about(), clock.instant());
        return durable(() -> late.answer(answer, agreement, keeping));
    }

    /** Makes the table of a statistic agreement as of a day and hands it to delivery. */
    public Acceptance publish(String agreementId, LocalDate asOf) {
        Instant now = clock.instant();
        Agreement agreement = agreements
                .get()
                .byId(agreementId)
                .filter(one -> one.exchange() == Agreement.Kind.STATISTIC)
                .orElseThrow(() -> new IllegalArgumentException("no statistic agreement " + agreementId));
        SystemId provider = agreement.provider();
        String messageId = UUID.randomUUID().toString();
        String hash = Sha256.hex(agreementId + "/" + asOf);
        Inbound inbound = new Inbound(provider, messageId, hash, agreementId, new byte[0], now);
        ChildRecord nobody = ChildRecord.from(provider.toString(), asOf).build();
        Asked asked = new Asked(nobody, Optional.empty(), Request.bySystem(provider));
        return acceptance(routes.run(agreementId, Passage.translated(inbound, asked, Optional.of(agreement))));
    }

    private Inbound inbound(SystemId sender, String messageId, byte[] payload, String about) {
        byte[] kept = atRest.seal(inboxContext(sender, messageId), payload);
        return new Inbound(sender, messageId, Sha256.hex(payload), about, kept, clock.instant());
    }

    private static String inboxContext(SystemId sender, String messageId) {
        return "inbox/" + sender + "/" + messageId;
    }

    private Code malformedId(SystemId sender) {
        refused(sender.toString(), new Refusal(Code.MALFORMED, "message id: [A-Za-z0-9._:-]{1,64}"));
        return Code.MALFORMED;
    }

    @Override
    public void refused(String source, Refusal refusal) {
        String named = RefusedCallers.named(source);
        Instant now = clock.instant();
        durable(() -> ledger.commit((connection, appender) -> {
            if (RefusedCallers.first(connection, named, refusal.code(), now)) {
                appender.append(Entries.refusedCaller(named, refusal));
            }
            return named;
        }));
    }
}
