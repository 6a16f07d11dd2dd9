package org.emishub.security.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.Event;

/**
 * What one person is shown of one child's log: a pure function of the log and the moment, in which what they are not shown never happened.
 *
 * @param born when the child was born, where that is known
 * @param sealedSince from when on everything is kept from them
 */
record View(String person, Standing standing, Optional<LocalDate> born, Optional<Instant> sealedSince) {
    /** A refusal is none of them: nothing left, and its reason would tell of a seal. */
    private static final Set<Event> SHOWN = EnumSet.of(
            Event.ASKED,
            Event.RELEASED,
            Event.BREAK_GLASS,
            Event.VIEWED,
            Event.LOOKED_UP,
            Event.EXPLAINED,
            Event.TRANSLATED);

    /** Newest first; of the same moment what was entered later. */
    List<Used> of(List<Used> oldestFirst, Instant now) {
        List<Used> visible = beforeTheSeal(oldestFirst).stream()
                .filter(one -> visible(one, now))
                .toList();
        Set<String> answered = new HashSet<>();
        visible.stream().filter(one -> one.event() == Event.RELEASED).forEach(one -> answered.add(exchange(one)));
        List<Used> shown = new ArrayList<>(visible.stream()
                .filter(one -> one.event() != Event.ASKED || !answered.contains(exchange(one)))
                .toList());
        Collections.reverse(shown);
        // A clock that was set back would show that entries stand between two others: by time alone nobody can tell.
        shown.sort(Comparator.comparing(Used::time).reversed());
        return Collections.unmodifiableList(shown);
    }

    /** Each exchange as it was when it was sealed: what stood there the moment before has to stay, or its going tells of the seal. */
    private List<Used> beforeTheSeal(List<Used> oldestFirst) {
        if (sealedSince.isEmpty()) {
            return oldestFirst;
        }
        Set<String> sealed = new HashSet<>();
        List<Used> before = new ArrayList<>();
        for (Used one : oldestFirst) {
            if (!one.time().isBefore(sealedSince.get())) {
                // Also what follows with a clock that was set back.
                sealed.add(one.message());
            }
            if (!sealed.contains(one.message())) {
                before.add(one);
            }
        }
        return before;
    }

    private static String exchange(Used one) {
        return one.message() + " " + one.named().map(AgreementRef::id).orElse("");
    }

    private boolean visible(Used one, Instant now) {
        return standing != Standing.NOBODY
                && SHOWN.contains(one.event())
                && !isReview(one)
                // Their own looks would move the pages on while they turn them.
                && !one.isLookOf(person)
                && (one.named().isEmpty() || agreed(one, now))
                && (standing != Standing.CHILD
                        || one.agreement()
                                .filter(agreement -> agreesItself(agreement, now))
                                .isPresent());
    }

    private static boolean isReview(Used one) {
        return one.event() == Event.BREAK_GLASS && one.rule().equals("breakGlass: reviewed");
    }

    /** A text that cannot be read may say that it is hidden. */
    private static boolean agreed(Used one, Instant now) {
        return one.agreement().filter(agreement -> !hidden(agreement, now)).isPresent();
    }

    private static boolean hidden(Agreement agreement, Instant now) {
        return !agreement.visibleToChild()
                && agreement
                        .terms()
                        .hidden()
                        .map(hidden -> now.isBefore(hidden.until()
                                .atStartOfDay(agreement.timeZone())
                                .toInstant()))
                        .orElse(true);
    }

    /** In the agreement's own calendar, as the decision reckons that asks for this consent. */
    private boolean agreesItself(Agreement agreement, Instant now) {
        int from = agreement.consent().childFrom();
        LocalDate today = now.atZone(agreement.timeZone()).toLocalDate();
        return from > 0
                && born.filter(day -> Period.between(day, today).getYears() >= from)
                        .isPresent();
    }
}
