package org.emishub.routes.packages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.emishub.routes.HubParts;
import org.emishub.routes.exchange.PackageSteps;
import org.emishub.routes.exchange.PackageSteps.Letter;
import org.emishub.routes.exchange.PartHeading;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.packages.PackageState.State;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.member.Quotas;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;

/** Packages of one hub: what the packages' door calls, and the work on them. */
public final class Packages implements AutoCloseable {
    private static final Refusal PARTS_DISAGREE = new Refusal(Code.MALFORMED, "package: its parts do not agree");
    private static final Refusal ANOTHER_PART = new Refusal(Code.REPLAYED, "package: the part is there");
    private static final Refusal PAST_ITS_TIME = new Refusal(Code.EXPIRED, "package: past its time");
    private static final Refusal NOT_A_PART = new Refusal(Code.MALFORMED, "package: not a part of it");
    private static final Refusal NOT_AGREED = new Refusal(Code.NOT_AGREED, "no agreement in force");

    private final HubParts parts;
    private final PackageSteps steps;
    private final PackageTable table = new PackageTable();
    private final WorkTable work = new WorkTable();
    private final PackageWorker worker;

    public Packages(HubParts parts, PackageSteps steps) {
        this.parts = parts;
        this.steps = steps;
        this.worker = new PackageWorker(parts, new Chunks(parts, steps, work), table, work);
    }

    /** Begins to work on what waits. */
    public void start() {
        worker.start();
    }

    /** Parts of one package as they are posted, one after the other. */
    public final class Upload {
        private Optional<Letter> last = Optional.empty();
        private String packageId = "";

        private Upload() {}

        /**
         * Takes one sealed part; it is durable when this returns.
         *
         * @return why not; the parts before it are kept
         */
        public Optional<PackageReply.Refused> part(byte[] sealed) {
            return durable(() -> {
                Outcome<Letter> opened = steps.open(sealed);
                if (opened instanceof Outcome.Refused<Letter> no) {
                    return Optional.of(refused(no));
                }
                Letter part = ((Outcome.Ok<Letter>) opened).value();
                Optional<PackageReply.Refused> over = tooMuch(part, sealed);
                if (over.isPresent()) {
                    return over;
                }
                Outcome<PartHeading> decided = part.kind().equals("batch")
                        ? steps.decide(part).then(this::samePackage)
                        : new Outcome.Refused<>(NOT_A_PART);
                Optional<Code> no = steps.keep(
                        part,
                        decided,
                        (connection, received, limit) -> put(connection, part, decided, received, limit));
                last = Optional.of(part);
                return no.map(code -> new PackageReply.Refused(code.shown()));
            });
        }

        private Outcome<PartHeading> samePackage(PartHeading heading) {
            if (!packageId.isEmpty() && !packageId.equals(heading.packageId())) {
                return new Outcome.Refused<>(NOT_A_PART);
            }
            packageId = heading.packageId();
            return Outcome.ok(heading);
        }

        /** The receipt when every part is there, else which are missing. */
        public PackageReply end() {
            return durable(() -> {
                if (last.isEmpty()) {
                    return new PackageReply.Refused(Code.MALFORMED);
                }
                Optional<PackageState> held = find(last.get(), packageId);
                worker.wake();
                return held.filter(one -> !one.receipt().isEmpty())
                        .<PackageReply>map(one -> new PackageReply.Received(one.receipt()))
                        .orElseGet(() -> state(last.get(), packageId, held));
            });
        }
    }

    private static PackageReply.Refused refused(Outcome.Refused<Letter> no) {
        return new PackageReply.Refused(no.refusal().code().shown());
    }

    /** A part or a question more than its sender may send, known by now and not before. */
    private Optional<PackageReply.Refused> tooMuch(Letter letter, byte[] sealed) {
        Optional<Quotas.Over> over = parts.quotas().take(letter.inbound().sender(), sealed.length);
        over.filter(Quotas.Over::toBeEntered).ifPresent(one -> steps.refuse(letter, one.refusal()));
        return over.map(one -> new PackageReply.Refused(one.refusal().code(), one.retrySeconds()));
    }

    /** Begins to take parts. */
    public Upload upload() {
        return new Upload();
    }

    private Optional<Refusal> put(
            Connection connection,
            Letter part,
            Outcome<PartHeading> decided,
            Appended received,
            Optional<Refusal> limit)
            throws SQLException {
        PartHeading heading = ((Outcome.Ok<PartHeading>) decided).value();
        Instant now = part.inbound().receivedAt();
        PackageState held = table.begin(
                connection,
                part.inbound().sender(),
                part.inbound().agreement(),
                heading,
                now,
                parts.settings().keep());
        if (held.state() == State.REFUSED || held.state() == State.EXPIRED) {
            return Optional.of(
                    held.state() == State.EXPIRED
                            ? PAST_ITS_TIME
                            : new Refusal(Code.valueOf(held.code()), "package: refused"));
        }
        if (!held.agreement().equals(part.inbound().agreement())
                || held.parts() != heading.of()
                || held.rows() != heading.packageRows()) {
            return Optional.of(PARTS_DISAGREE);
        }
        if (limit.isPresent()) {
            return refused(connection, held, limit.get(), now);
        }
        int rows = part.content().path("rows").size();
        PackageTable.Part place = new PackageTable.Part(
                heading.part(), part.inbound().messageId(), part.inbound().payloadHash(), rows);
        return table.put(connection, held.number(), place)
                ? complete(connection, held, received, now)
                : Optional.of(ANOTHER_PART);
    }

    private Optional<Refusal> complete(Connection connection, PackageState held, Appended received, Instant now)
            throws SQLException {
        List<PackageTable.Part> there = table.parts(connection, held.number());
        if (there.size() < held.parts()) {
            return Optional.empty();
        }
        if (there.stream().mapToInt(PackageTable.Part::rows).sum() != held.rows()) {
            return refused(connection, held, PARTS_DISAGREE, now);
        }
        String hash =
                Receipt.over(there.stream().map(PackageTable.Part::payloadHash).toList());
        String receipt = parts.envelopes().sign(Receipt.accepted(parts.hub(), held, hash, received, now));
        table.complete(connection, held.number(), hash, receipt);
        return Optional.empty();
    }

    private Optional<Refusal> refused(Connection connection, PackageState held, Refusal no, Instant now)
            throws SQLException {
        table.end(connection, held.number(), State.REFUSED, no.code().name(), now);
        return Optional.of(no);
    }

    /** Answers a signed request: {@code package-state} or {@code package-result}, with {@code {"package": id}}. */
    public PackageReply ask(byte[] sealed) {
        return durable(() -> {
            Outcome<Letter> opened = steps.open(sealed);
            if (opened instanceof Outcome.Refused<Letter> no) {
                return refused(no);
            }
            Letter request = ((Outcome.Ok<Letter>) opened).value();
            Optional<PackageReply.Refused> over = tooMuch(request, sealed);
            if (over.isPresent()) {
                return over.get();
            }
            if (steps.inTime(request) instanceof Outcome.Refused<Letter> late) {
                return new PackageReply.Refused(steps.refuse(request, late.refusal()));
            }
            String id = request.content().path("package").asString("");
            return switch (request.kind()) {
                case "package-state" -> state(request, id, find(request, id));
                case "package-result" -> result(request, id, find(request, id));
                default ->
                    new PackageReply.Refused(
                            steps.refuse(request, new Refusal(Code.MALFORMED, "package: not a question about one")));
            };
        });
    }

    private PackageReply result(Letter request, String id, Optional<PackageState> held) {
        Instant now = parts.clock().instant();
        if (held.isEmpty()
                || held.get().state() != State.ANSWERED
                || !now.isBefore(held.get().deadline())) {
            return state(request, id, held);
        }
        if (!steps.inForce(request)) {
            return new PackageReply.Refused(steps.refuse(request, NOT_AGREED));
        }
        PackageState done = held.get();
        return new PackageReply.Result(
                done.batchReceipt(), done.answers(), answer -> sealed(done, answer), () -> fetched(done));
    }

    private byte[] sealed(PackageState done, int answer) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection()) {
            return work.sealed(connection, done.number(), answer)
                    .orElseThrow(() -> new IllegalStateException("the answers were destroyed"));
        }
    }

    /** The last byte has left: entered once, as the hub's own word. */
    private void fetched(PackageState done) {
        Optional<Agreement> agreement = parts.agreements().get().byId(done.agreement());
        Instant now = parts.clock().instant();
        parts.ledger().commit((connection, appender) -> {
            boolean first = table.fetched(connection, done.number(), now);
            if (first) {
                appender.append(entry(done, agreement, Event.DELIVERED, "OK", "package: fetched by its sender"));
            }
            return first;
        });
    }

    static EntryDraft entry(PackageState held, Optional<Agreement> agreement, Event event, String code, String rule) {
        return new EntryDraft(
                event,
                held.packageId(),
                agreement.map(Agreement::ref),
                code,
                rule,
                agreement.map(Agreement::provider),
                agreement.map(Agreement::client),
                List.of(),
                0,
                held.contentHash(),
                new Side("", held.sender().toString(), rule));
    }

    private PackageReply state(Letter request, String id, Optional<PackageState> held) {
        try (Connection connection = parts.dataSource().getConnection()) {
            List<PackageTable.Part> there = held.isEmpty()
                    ? List.of()
                    : table.parts(connection, held.get().number());
            return new PackageReply.State(steps.state(
                    request, StateJson.of(id, held, there, parts.clock().instant())));
        } catch (SQLException e) {
            throw new HubUnavailable(e);
        }
    }

    /** A sender's own package under the agreement of its message; those of others are not there for it. */
    private Optional<PackageState> find(Letter request, String id) {
        try (Connection connection = parts.dataSource().getConnection()) {
            return table.find(connection, request.inbound().sender(), id)
                    .filter(held -> held.agreement().equals(request.agreementId()));
        } catch (SQLException e) {
            throw new HubUnavailable(e);
        }
    }

    /** The newest packages first, for an operator. */
    public List<PackageState> list(int most) throws SQLException {
        try (Connection connection = parts.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select " + PackageTable.COLUMNS + " from package order by number desc limit ?")) {
            select.setInt(1, most);
            return PackageTable.states(select);
        }
    }

    private static <T> T durable(Supplier<T> step) {
        try {
            return step.get();
        } catch (LedgerUnavailable e) {
            throw new HubUnavailable(e);
        }
    }

    /** Stops the work; another node, or the next start, goes on where it stands. */
    @Override
    public void close() {
        worker.close();
    }
}
