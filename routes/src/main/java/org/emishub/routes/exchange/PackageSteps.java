package org.emishub.routes.exchange;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.emishub.routes.store.Inbound;
import org.emishub.routes.store.Kept;
import org.emishub.routes.store.MessageStore;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.Opened;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a package does as every other exchange does: its parts are opened, kept and entered, and each row takes the steps of a batch's row. */
public final class PackageSteps {
    /** Rows of a package are asked eight at a time. */
    private static final int ROWS_PER_SLOT = 80;

    private final Supplier<Agreements> agreements;
    private final Envelopes envelopes;
    private final Ledger ledger;
    private final MessageStore store;
    private final RouteTable routes;
    private final QuerySteps query;
    private final BatchSteps batch;
    private final Answers answers;
    private final GatewayOfRoutes gateway;
    private final ProviderWatch watch;
    private final AnswerTime answerTime;
    private final Clock clock;

    PackageSteps(
            Supplier<Agreements> agreements,
            Envelopes envelopes,
            Ledger ledger,
            MessageStore store,
            RouteTable routes,
            QuerySteps query,
            BatchSteps batch,
            Answers answers,
            GatewayOfRoutes gateway,
            ProviderWatch watch,
            AnswerTime answerTime,
            Clock clock) {
        this.agreements = agreements;
        this.envelopes = envelopes;
        this.ledger = ledger;
        this.store = store;
        this.routes = routes;
        this.query = query;
        this.batch = batch;
        this.answers = answers;
        this.gateway = gateway;
        this.watch = watch;
        this.answerTime = answerTime;
        this.clock = clock;
    }

    /** A message at the packages' door, opened: its sender is known. */
    public static final class Letter {
        private final Passage passage;
        private final String kind;

        private Letter(Passage passage, String kind) {
            this.passage = passage;
            this.kind = kind;
        }

        public String kind() {
            return kind;
        }

        public Inbound inbound() {
            return passage.inbound();
        }

        /** The agreement it names. */
        public String agreementId() {
            return passage.message().orElseThrow().agreementId();
        }

        public JsonNode content() {
            return passage.content();
        }
    }

    /** Opens a message, in time or not; a refusal is entered already, in the name of nobody. */
    public Outcome<Letter> open(byte[] sealed) {
        Outcome<Opened> opened = envelopes.reopen(sealed);
        if (opened instanceof Outcome.Refused<Opened> no) {
            gateway.refused(GatewayOfRoutes.UNKNOWN_SENDER, no.refusal());
        }
        return opened.then(open -> Outcome.ok(letter(open, sealed, clock.instant())));
    }

    /** Opens a part that was kept, whatever time has passed since; it goes on under the version that was in force when it came. */
    public Letter reopen(byte[] kept, Instant receivedAt) {
        Outcome<Opened> opened = envelopes.reopen(kept);
        if (opened instanceof Outcome.Ok<Opened> ok) {
            return letter(ok.value(), kept, receivedAt);
        }
        throw new IllegalStateException("a part that was kept cannot be opened");
    }

    private Letter letter(Opened opened, byte[] sealed, Instant receivedAt) {
        Optional<Agreement> agreement = agreements
                .get()
                .byId(opened.message().agreementId(), receivedAt)
                .filter(one -> one.exchange() == Agreement.Kind.BATCH)
                .filter(one -> one.client().equals(opened.message().sender()));
        Inbound inbound = new Inbound(
                opened.message().sender(),
                opened.message().id(),
                opened.payloadHash(),
                agreement.map(Agreement::id).orElse(""),
                sealed,
                receivedAt);
        return new Letter(
                Passage.opened(inbound, opened.message(), agreement),
                opened.message().kind());
    }

    /** Whether a part may be asked at all: heading, agreement in force, purpose, asker, rows of the package. */
    public Outcome<PartHeading> decide(Letter part) {
        return inTime(part).then(this::asked).then(asked -> PartHeading.of(part.content()));
    }

    /** One that has expired is good only as the repetition of what is kept. */
    public Outcome<Letter> inTime(Letter letter) {
        return clock.instant().isBefore(letter.passage.message().orElseThrow().expiresAt())
                ? Outcome.ok(letter)
                : Outcome.refused(Code.EXPIRED, "exp: in the past");
    }

    private Outcome<Passage> asked(Letter part) {
        if (part.passage.foundAgreement().isEmpty()) {
            return Steps.notAgreed(part.passage);
        }
        return PartHeading.of(part.content())
                .then(heading -> batch.translatePart(part.passage, heading.packageRows()))
                .then(query::decide);
    }

    /** What else is written with a part that is new. */
    @FunctionalInterface
    public interface Also {
        /**
         * Writes it.
         *
         * @param limit the refusal of a part with which the agreement's limit of the day is passed
         * @return why the part is refused, {@code limit} or that it does not belong there
         */
        Optional<Refusal> write(Connection connection, Appended received, Optional<Refusal> limit) throws SQLException;
    }

    /**
     * Keeps a part: its sealed bytes as they came, its rows counted against the agreement's day, its entry, and what else belongs to it, in one commit.
     *
     * @param decided what {@link #decide} said; a refusal is entered with it
     * @return the code its sender is shown; empty when it is kept, now or before
     */
    public Optional<Code> keep(Letter part, Outcome<PartHeading> decided, Also also) {
        Passage passage = part.passage;
        Inbound inbound = passage.inbound();
        return ledger.<Optional<Code>>commit((connection, appender) -> {
            MessageStore.Keeping keeping = decided instanceof Outcome.Ok<PartHeading>
                    ? store.keep(connection, inbound, passage.agreement(), passage.questions())
                    : store.keep(connection, inbound) ? MessageStore.Keeping.NEW : MessageStore.Keeping.KNOWN;
            if (keeping == MessageStore.Keeping.KNOWN) {
                return before(store.find(connection, inbound).orElseThrow(), passage, appender);
            }
            Appended received = appender.append(
                    Entries.received(inbound, passage.foundAgreement(), Sha256.hex(inbound.ciphertext())));
            Optional<Refusal> limit = keeping == MessageStore.Keeping.BEYOND_LIMIT
                    ? Optional.of(Receiving.limitReached(passage.agreement()))
                    : Optional.empty();
            Optional<Refusal> no = decided instanceof Outcome.Refused<PartHeading> refused
                    ? Optional.of(refused.refusal())
                    : also.write(connection, received, limit);
            String code = no.map(refusal -> refusal.code().name()).orElse("OK");
            String state = no.isEmpty() ? "ACCEPTED" : "REFUSED";
            store.finish(connection, inbound, state, code, null, null, received.sequence());
            no.ifPresent(refusal -> Refusals.enter(appender, passage, refusal));
            return no.map(Refusal::code);
        });
    }

    private static Optional<Code> before(Kept kept, Passage passage, Appender appender) {
        if (!kept.samePayload()) {
            Refusals.enter(appender, passage, Receiving.REPLAYED);
            return Optional.of(Code.REPLAYED);
        }
        return Optional.ofNullable(kept.refused());
    }

    /** Enters that a request about a package was refused. */
    public Code refuse(Letter request, Refusal refusal) {
        ledger.commit((connection, appender) -> Refusals.enter(appender, request.passage, refusal));
        return refusal.code().shown();
    }

    /** One row on its way. */
    public static final class Row {
        private final Object now;

        private Row(Object now) {
            this.now = now;
        }

        /** Whether its asker will read that there is nothing, for whatever reason. */
        public boolean saysNothing() {
            return now instanceof PartRefused no && no.refusal().code().dependsOnChild();
        }

        /** Whether its provider failed at it, and may not another time. */
        public boolean faulted() {
            return now instanceof PartRefused no && no.refusal().code() == Code.UNANSWERED;
        }
    }

    /** The rows of a part as questions of their own; all of them refused when today's agreement does not allow to ask. */
    public List<Row> rows(Letter part) {
        // What was decided of all goes with each of them.
        Outcome<Passage> asked = asked(part);
        List<Passage> rows = batch.rows(part.passage);
        return asked instanceof Outcome.Refused<Passage> no
                ? rows.stream()
                        .map(row -> new Row(new PartRefused(row, no.refusal())))
                        .toList()
                : rows.stream().map(Row::new).toList();
    }

    /**
     * Decides, identifies, fetches and discloses one row, as a batch does.
     *
     * @throws org.emishub.routes.system.SystemFault when its provider answers nobody now
     * @throws RuntimeException when the hub could not do its part
     */
    public Row run(Row row) {
        return row.now instanceof Passage passage
                ? new Row(routes.run(Exchanges.rowsOf(passage.agreement().id()), passage))
                : row;
    }

    /** A row that was not answered, however long it was waited for. */
    public Row givenUp(Row row) {
        if (row.now instanceof Passage passage) {
            Code code = watch.isAway(passage.agreement().provider()) ? Code.PROVIDER_AWAY : Code.UNANSWERED;
            return new Row(new PartRefused(passage, new Refusal(code, "provider: no answer")));
        }
        return row;
    }

    /** Whether the provider that a part asks answers nobody at this moment. */
    public boolean providerIsAway(Letter part) {
        return part.passage
                .foundAgreement()
                .filter(agreement -> watch.isAwayNow(agreement.provider()))
                .isPresent();
    }

    /**
     * Waits until rows may be released together, so that nothing is told by the time of those of which nothing is said.
     *
     * @param since when the first was begun, by {@link System#nanoTime}
     */
    public void hold(long since, int rows) {
        answerTime.hold(since, rows, ROWS_PER_SLOT);
    }

    /**
     * Rows that are ready to be released together.
     *
     * @param sealed the answer to their client
     * @param verdicts {@code DISCLOSED} or the code that the client reads, row by row
     * @param lines the same with the rows' names, one line each: {@code row TAB verdict LF}
     */
    public record Ready(byte[] sealed, String wireHash, List<String> verdicts, String lines, Entering entries) {}

    /** Writes the entries of a release; gives the place of the last. */
    @FunctionalInterface
    public interface Entering {
        Appended into(Appender appender);
    }

    /**
     * Checks rows once more and seals their verdicts.
     *
     * @param heading what stands above the rows in the answer
     */
    public Ready seal(Letter part, ObjectNode heading, List<Row> rows) {
        BatchSteps.Verdicts verdicts =
                batch.verdicts(rows.stream().map(row -> row.now).toList());
        ObjectNode content = heading.deepCopy();
        verdicts.lines().forEach(content.withArray("rows")::add);
        byte[] sealed = answers.aboutPackage(part.passage, "verdicts", content);
        String hash = Sha256.hex(sealed);
        List<String> words = new ArrayList<>(rows.size());
        StringBuilder lines = new StringBuilder();
        for (ObjectNode line : verdicts.lines()) {
            String word = line.path("refusal").asString("DISCLOSED");
            words.add(word);
            lines.append(line.path("row").asString()).append('\t').append(word).append('\n');
        }
        return new Ready(sealed, hash, words, lines.toString(), appender -> enter(appender, verdicts, hash));
    }

    private static Appended enter(Appender appender, BatchSteps.Verdicts verdicts, String hash) {
        Appended last = null;
        for (Passage passage : verdicts.disclosed()) {
            last = appender.append(Entries.released(passage, hash));
        }
        for (PartRefused no : verdicts.refused()) {
            last = Refusals.enter(appender, no.passage(), no.refusal());
        }
        if (last == null) {
            throw new IllegalStateException("a release without rows");
        }
        return last;
    }

    /** A sealed answer about the state of a package. */
    public byte[] state(Letter about, ObjectNode content) {
        return answers.aboutPackage(about.passage, "package-state", content);
    }

    /** Whether the agreement of a request is in force for its sender now. */
    public boolean inForce(Letter request) {
        return request.passage
                .foundAgreement()
                .filter(agreement -> agreement.inForceAt(clock.instant()))
                .isPresent();
    }
}
