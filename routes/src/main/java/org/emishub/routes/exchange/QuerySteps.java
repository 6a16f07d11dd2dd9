package org.emishub.routes.exchange;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.facts.BreakGlass;
import org.emishub.routes.facts.FactSource;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Request;
import org.emishub.security.anomaly.Signs;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

/** The steps between a question's receipt and what may be disclosed; each is a small function that goes on or says no. */
final class QuerySteps {
    private static final System.Logger LOG = System.getLogger(QuerySteps.class.getName());
    /** Faults of an answer that came. */
    private static final Set<String> UNREADABLE = Set.of("BAD_ANSWER", "TOO_LARGE");

    private final Map<SystemId, Provider> providers;
    private final ProviderWatch watch;
    private final FactSource facts;
    private final BreakGlass breakGlass;
    private final Pseudonyms pseudonyms;
    private final Ledger ledger;
    private final Signs signs;
    private final Clock clock;

    QuerySteps(
            Map<SystemId, Provider> providers,
            ProviderWatch watch,
            FactSource facts,
            BreakGlass breakGlass,
            Pseudonyms pseudonyms,
            Ledger ledger,
            Signs signs,
            Clock clock) {
        this.providers = Map.copyOf(providers);
        this.watch = watch;
        this.facts = facts;
        this.breakGlass = breakGlass;
        this.pseudonyms = pseudonyms;
        this.ledger = ledger;
        this.signs = signs;
        this.clock = clock;
    }

    /** Message Translator; a native door has done it already. */
    Outcome<Passage> translateRequest(Passage passage) {
        if (passage.message().isEmpty()) {
            return Outcome.ok(passage);
        }
        try {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            SystemId sender = passage.inbound().sender();
            return Outcome.ok(passage.asked(Content.query(passage.content(), sender, today)));
        } catch (Content.Malformed e) {
            return Outcome.refused(Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Agreement in force, purpose, asker. */
    Outcome<Passage> decide(Passage passage) {
        return passage.grounds()
                .decide(passage.agreement(), passage.asked().request(), clock.instant())
                .then(agreement -> Outcome.ok(passage));
    }

    /** Whether the provider answers anybody; found out before anything is decided of a child, so that the answer tells nothing of one. */
    Outcome<Passage> available(Passage passage) {
        SystemId provider = passage.agreement().provider();
        watch.require(provider);
        return providers.containsKey(provider)
                ? Outcome.ok(passage)
                : Outcome.refused(Code.NOT_AGREED, "provider: not connected");
    }

    /** A refusal that depends on the child is not given while the provider answers nobody: the same is asked again later, refused or not. */
    void beforeRefusing(Passage passage) {
        if (isQuestion(passage)) {
            watch.require(passage.agreement().provider());
        }
    }

    private static boolean isQuestion(Passage passage) {
        return passage.foundAgreement()
                .map(Agreement::exchange)
                .filter(kind -> kind == Kind.QUERY || kind == Kind.BATCH)
                .isPresent();
    }

    /** Names the child where the question does; else the provider's match will. */
    Outcome<Passage> identify(Passage passage) {
        return Outcome.ok(
                passage.asked().subject().identifier().map(passage::child).orElse(passage));
    }

    /** Case, consent, sealing; passes by while the child is not known, because {@link #disclose} does not. */
    Outcome<Passage> decideChild(Passage passage) {
        if (passage.child().isEmpty()) {
            return Outcome.ok(passage);
        }
        Outcome<Passage> decided = permitted(passage);
        if (decided instanceof Outcome.Refused<Passage> && wouldBeAsked(passage)) {
            ledger.commit((connection, appender) -> appender.append(Entries.notAsked(passage)));
        }
        return decided;
    }

    /** Whether its provider, outside the hub, would learn of a question: that is an entry, and so is that it does not. */
    private boolean wouldBeAsked(Passage passage) {
        Agreement agreement = passage.agreement();
        Provider provider = providers.get(agreement.provider());
        return isQuestion(passage) && provider != null && !provider.heldByHub();
    }

    private Outcome<Passage> permitted(Passage passage) {
        Outcome<Permission> decided = permission(passage);
        boolean caseMissing = decided instanceof Outcome.Refused<Permission> no
                && no.refusal().code() == Code.NO_CASE
                && passage.agreement().terms().breakGlass().allowed();
        if (caseMissing && passage.asked().breakGlass().isPresent()) {
            decided = withoutCase(passage);
        }
        return decided.then(allowed -> Outcome.ok(passage.permitted(allowed)));
    }

    /**
     * Breaks the glass where the case is wanting, and decides anew; it stands in the place of nothing else.
     *
     * <p>It is broken before the rest is decided: else its entry, and one less in the day, would tell a sealed child from one that nobody knows.
     */
    private Outcome<Permission> withoutCase(Passage passage) {
        String reason = passage.asked().breakGlass().orElse("");
        return breakGlass
                .open(passage.agreement(), passage.asked().request(), passage.child(), reason)
                .then(opened -> permission(passage));
    }

    private Outcome<Permission> permission(Passage passage) {
        Instant now = clock.instant();
        Request request = passage.asked().request();
        Facts known = facts.about(passage.agreement(), request, passage.child(), now);
        return passage.grounds().decideChild(passage.agreement(), request, passage.child(), known, now);
    }

    /** Content Enricher: asks the provider, telling no more than the agreement's {@code asks}; only a match goes on. */
    Outcome<Passage> fetch(Passage passage) {
        Agreement agreement = passage.agreement();
        Provider provider = Objects.requireNonNull(providers.get(agreement.provider()), "provider");
        Set<String> without = passage.permission().map(Permission::without).orElse(Set.of());
        Disclosure subject = Disclosure.ofQuestion(passage.asked().subject(), agreement, without, pseudonyms);
        if (!provider.heldByHub()) {
            ledger.commit((connection, appender) -> appender.append(Entries.asked(passage, subject)));
        }
        Question question = new Question(
                passage.inbound().messageId(),
                agreement.about(),
                subject,
                passage.asked().period(),
                agreement.purpose());
        try {
            return matched(passage, subject, provider.find(question));
        } catch (UnmappedCode e) {
            throw e;
        } catch (SystemFault e) {
            return unanswered(e);
        } catch (RuntimeException e) {
            // Told by its class: a message may hold what a record held.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an answer could not be taken: " + e.getClass().getName());
            return Outcome.refused(Code.UNANSWERED, "provider: DEFECT");
        }
    }

    /** Whatever it was, what is held of this child may have caused it: another answer than "nothing" would tell that it was allowed to ask. */
    private static Outcome<Passage> unanswered(SystemFault e) {
        if (e.reason().equals("INTERRUPTED")) {
            throw e;
        }
        Code code = UNREADABLE.contains(e.reason()) ? Code.UNREADABLE_ANSWER : Code.UNANSWERED;
        return Outcome.refused(code, "provider: " + e.reason());
    }

    private static Outcome<Passage> matched(Passage passage, Disclosure told, Found found) {
        if (found instanceof Found.Match match) {
            return sameChild(passage, told, match.record());
        }
        if (found instanceof Found.None) {
            return Outcome.refused(Code.UNKNOWN_CHILD, "identify: none");
        }
        return Outcome.refused(
                Code.AMBIGUOUS_CHILD, found instanceof Found.Vetoed ? "identify: vetoed" : "identify: multiple");
    }

    /** A record without any identifier could be anybody's, and one with another identifier is somebody else's. */
    private static Outcome<Passage> sameChild(Passage passage, Disclosure told, ChildRecord record) {
        Optional<String> found = record.identifier();
        if (passage.child().isEmpty() && found.isEmpty()) {
            return Outcome.refused(Code.UNKNOWN_CHILD, "identify: no identifier");
        }
        if (passage.child().isEmpty()) {
            return Outcome.ok(passage.child(found.get()).found(record));
        }
        if (found.isEmpty()) {
            return toldOnly(told, passage.child())
                    ? Outcome.ok(passage.found(record))
                    : Outcome.refused(Code.AMBIGUOUS_CHILD, "identify: no number");
        }
        return found.get().equals(passage.child())
                ? Outcome.ok(passage.found(record))
                : Outcome.refused(Code.AMBIGUOUS_CHILD, "identify: vetoed");
    }

    /**
     * Whether the provider had nothing else to go by than the number.
     *
     * <p>One that was told names may have found another child of the same names and birthday, whose seals and consents nobody has looked at.
     */
    private static boolean toldOnly(Disclosure told, String number) {
        return List.copyOf(told.fields().values()).equals(List.of(number));
    }

    /** Content Filter: copies what the agreement allows of this child into an empty record; a child that the provider had to find is decided now. */
    Outcome<Passage> disclose(Passage passage) {
        return passage.permission().isPresent()
                ? copied(passage)
                : permitted(passage).then(this::copied);
    }

    private Outcome<Passage> copied(Passage passage) {
        Set<String> without = passage.permission().orElseThrow().without();
        Disclosure disclosure = Disclosure.of(passage.record(), passage.agreement(), without, pseudonyms);
        return disclosure.fields().isEmpty()
                ? Outcome.refused(Code.NOTHING_TO_DISCLOSE, "discloses: nothing held")
                : Outcome.ok(passage.disclosed(disclosure).signed(signs(passage)));
    }

    /** A system that asks by itself has no name and no district of its own. */
    private Set<String> signs(Passage passage) {
        Asked asked = passage.asked();
        return asked.request().user().isEmpty()
                ? Set.of()
                : signs.of(asked.subject(), passage.record(), asked.askerName());
    }

    /** Validity, case, consent and sealing as they are now, just before release; what was copied before a child was sealed does not leave. */
    Outcome<Passage> checkAgain(Passage passage) {
        return permission(passage)
                .then(allowed -> InFlight.stillWhole(
                        allowed, Entries.names(passage.disclosure().fields().keySet())))
                .then(allowed -> Outcome.ok(passage));
    }
}
