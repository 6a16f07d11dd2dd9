package org.emishub.deployment.operation;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.security.evidence.CaseFile;
import org.emishub.security.evidence.CasePacks;
import org.emishub.security.evidence.Erased;
import org.emishub.security.evidence.Subject;
import org.emishub.security.evidence.Subject.Kind;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.LedgerPeriod;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands out case packs; that somebody asked is an entry before anything is looked for.
 *
 * <p>Who names a child sees the personal sides of that child's entries; who asks by message or agreement sees none, for those are of others.
 */
public final class EvidenceOperations implements OperationGroup {
    private static final int LONGEST_ID = 500;

    /** What RFC 3339 can write, and so the verifier reads. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private final DataSource database;
    private final Ledger ledger;
    private final EntryReader entries;
    private final LedgerProofs proofs;
    private final CasePacks packs;
    private final Function<List<Entry>, Map<String, String>> certificates;
    private final Clock clock;

    /** @param certificates PEM by name, of the hub, of its registry's authority and of the members that entries name */
    public EvidenceOperations(
            DataSource database,
            Ledger ledger,
            ChildVault vault,
            LedgerProofs proofs,
            CasePacks packs,
            Function<List<Entry>, Map<String, String>> certificates,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.entries = new EntryReader(database, vault);
        this.proofs = proofs;
        this.packs = packs;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return operation.equals("evidence.export") ? Optional.of(export(arguments)) : Optional.empty();
    }

    private ObjectNode export(JsonNode arguments) {
        Subject subject = subject(arguments);
        String from = moment(arguments, "from");
        String to = moment(arguments, "to");
        LedgerPeriod period = period(from, to);
        Set<Long> held = held(arguments);
        boolean child = subject.kind() == Kind.CHILD;
        boolean known = !child || !entries.ofChild(subject.id()).isEmpty();
        long lookUp = lookUp(arguments, known && child ? subject.id() : "", subject.kind());
        if (!known) {
            throw new NotPossible("nothing is kept of such a child");
        }
        if (period.from().filter(clock.instant()::isBefore).isPresent()) {
            throw new NotPossible("'from' is still to come");
        }
        List<Entry> found = child ? log(subject.id(), lookUp, period) : gathered(subject, lookUp, period);
        if (found.isEmpty()) {
            // Of what was erased as of what never was: a pack of nothing would be verified.
            throw new NotPossible("there is no entry of it"
                    + (from.isEmpty() && to.isEmpty()
                            ? ": look at the identifier"
                            : " in this time: widen --from and --to"));
        }
        Erased erased = child ? erasedBefore(found, period, lookUp) : erased(subject, found, lookUp);
        if (!child) {
            found.add(entries.find(lookUp).orElseThrow());
        }
        if (found.size() > CasePacks.MOST_ENTRIES) {
            throw new NotPossible("there are " + found.size() + " entries, and a pack holds at most "
                    + CasePacks.MOST_ENTRIES + ": narrow it with --from and --to");
        }
        boolean asked = found.stream().anyMatch(entry -> entry.sequence() == lookUp);
        Signed.await(proofs, lookUp);
        List<Entry> all = erased.with(found);
        CaseFile file = new CaseFile(
                subject,
                from,
                to,
                all,
                child ? sequences(found) : Set.of(),
                sequences(erased.sides()),
                asked ? lookUp : -1,
                texts(all),
                certificates.apply(all));
        byte[] pack = packs.make(file, held, clock.instant());
        return JsonMapper.shared()
                .createObjectNode()
                .put("entries", all.size())
                .put("lookUp", lookUp)
                .put("bytes", pack.length)
                .put("content", Base64.getEncoder().encodeToString(pack));
    }

    /** What a log that was asked for from its beginning begins after, which must be what a tombstone tells. */
    private Erased erasedBefore(List<Entry> log, LedgerPeriod period, long lookUp) {
        List<Entry> before = Erased.beforeFirst(log, entries).stream()
                .filter(entry -> period.holds(entry.time()))
                .toList();
        Erased erased = Erased.among(before, lookUp, entries, database);
        if (erased.sides().size() < before.size()) {
            throw new NotPossible("a key of the child was destroyed, and it is not entered yet: ask again in a minute");
        }
        return erased;
    }

    /**
     * Of a message, what was erased; a sealed side names its key, which is that of one child, so those of an agreement's many children are not shown (decision 0015).
     */
    private Erased erased(Subject subject, List<Entry> found, long lookUp) {
        return subject.kind() == Kind.MESSAGE ? Erased.among(found, lookUp, entries, database) : Erased.NONE;
    }

    private static Set<Long> sequences(List<Entry> entries) {
        return entries.stream().map(Entry::sequence).collect(Collectors.toSet());
    }

    /** The look-up ends it, so that nothing before it can have been left out at its end; a log that was asked for up to a moment ends earlier. */
    private List<Entry> log(String child, long lookUp, LedgerPeriod period) {
        List<Entry> upToTheLookUp = entries.ofChild(child).stream()
                .filter(entry -> entry.sequence() <= lookUp)
                .toList();
        return period.ofChain(upToTheLookUp);
    }

    private List<Entry> gathered(Subject subject, long lookUp, LedgerPeriod period) {
        List<Entry> found = new ArrayList<>();
        period.forEach(entries, entry -> {
            if (entry.sequence() < lookUp && subject.names(entry) && found.size() <= CasePacks.MOST_ENTRIES) {
                found.add(entry);
            }
        });
        return found;
    }

    private static LedgerPeriod period(String from, String to) {
        LedgerPeriod period = new LedgerPeriod(instant(from), instant(to));
        if (period.from()
                .flatMap(begin -> period.to().filter(end -> !begin.isBefore(end)))
                .isPresent()) {
            throw new NotPossible("'from' is not before 'to': no entry lies between them");
        }
        return period;
    }

    private static Optional<Instant> instant(String moment) {
        return Optional.of(moment).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    private static Subject subject(JsonNode arguments) {
        List<Subject> given = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Operations.given(arguments, kind.name().toLowerCase(java.util.Locale.ROOT))
                    .ifPresent(id -> given.add(new Subject(kind, id)));
        }
        if (given.size() != 1 || given.get(0).id().length() > LONGEST_ID) {
            throw new NotPossible("evidence of what? Name one of child, message and agreement");
        }
        return given.get(0);
    }

    /** A moment, or a day, whose beginning in UTC is meant. */
    private static String moment(JsonNode arguments, String name) {
        String text = Operations.given(arguments, name).orElse("");
        if (text.isEmpty()) {
            return "";
        }
        try {
            Instant moment = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (moment.isBefore(FIRST) || !moment.isBefore(END)) {
                throw new NotPossible("'" + name + "' lies in a year from 0000 to 9999");
            }
            return moment.toString();
        } catch (DateTimeException e) {
            throw new NotPossible("'" + name + "' is written 2026-11-22 or 2026-11-22T10:00:00Z");
        }
    }

    /** Sizes of the checkpoints that the asker holds. */
    private static Set<Long> held(JsonNode arguments) {
        return arguments
                .path("checkpoints")
                .valueStream()
                .map(note -> LedgerProofs.size(note.asString("")))
                .collect(Collectors.toSet());
    }

    private Map<String, byte[]> texts(List<Entry> found) {
        Map<String, byte[]> texts = new HashMap<>();
        found.stream()
                .flatMap(entry -> entry.agreement().stream())
                .map(AgreementRef::bundleHash)
                .distinct()
                .filter(hash -> hash.matches("[0-9a-f]{64}"))
                .forEach(hash -> AgreementTexts.text(database, hash).ifPresent(text -> texts.put(hash, text)));
        return new TreeMap<>(texts);
    }

    private long lookUp(JsonNode arguments, String child, Kind kind) {
        String what = "evidence export by " + kind.name().toLowerCase(java.util.Locale.ROOT);
        EntryDraft entry = EntryDraft.ofHub(
                Event.LOOKED_UP, what, "", new Side(child, by(arguments), "an auditor looked up: " + what));
        return ledger.commit((connection, appender) -> appender.append(entry).sequence());
    }

    private static String by(JsonNode arguments) {
        return Operations.given(arguments, "by")
                .filter(name -> name.length() <= LONGEST_ID)
                .orElseThrow(() -> new NotPossible("say who looks ('by'), in at most " + LONGEST_ID + " characters"));
    }
}
