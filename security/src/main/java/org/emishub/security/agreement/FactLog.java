package org.emishub.security.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Facts that remember what was asked of them and what they answered, in words, and can answer the same again.
 *
 * <p>Of the arguments only those are in the words that are not the decision's own: child, actor, agreement and moment are.
 */
final class FactLog implements Facts {
    private static final String YES = "yes";
    private static final String NO = "no";

    private final @Nullable Facts live;
    private final Map<String, String> answers = new LinkedHashMap<>();

    private FactLog(@Nullable Facts live) {
        this.live = live;
    }

    /** Asks others, and remembers. */
    static FactLog over(Facts live) {
        return new FactLog(live);
    }

    /** Answers from memory. */
    static FactLog of(Map<String, String> answers) {
        FactLog log = new FactLog(null);
        log.answers.putAll(answers);
        return log;
    }

    /** What was asked, in order, with its answer. */
    Map<String, String> answers() {
        return Collections.unmodifiableMap(answers);
    }

    /** A decision asks for a fact that was not asked for when it was made first. */
    static final class NotAsked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAsked(String fact) {
            super(fact, null, false, false);
        }
    }

    private String answer(String asked, Supplier<String> now) {
        String known = answers.get(asked);
        if (known != null) {
            return known;
        }
        if (live == null) {
            throw new NotAsked(asked.split(":", 2)[0]);
        }
        String answer = now.get();
        answers.put(asked, answer);
        return answer;
    }

    private interface Question {
        boolean ask(Facts live);
    }

    private boolean holds(String asked, Question question) {
        Facts asking = live;
        return answer(asked, () -> asking != null && question.ask(asking) ? YES : NO)
                .equals(YES);
    }

    @Override
    public boolean caseOpen(String caseId, String actor, String child, Instant at) {
        return holds("case open: " + caseId, facts -> facts.caseOpen(caseId, actor, child, at));
    }

    @Override
    public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
        return holds("glass broken", facts -> facts.glassBroken(actor, child, agreementId, at));
    }

    @Override
    public boolean consented(Giver giver, String child, String agreementId, Instant at) {
        String who = giver.name().toLowerCase(Locale.ROOT);
        return holds("consented: " + who, facts -> facts.consented(giver, child, agreementId, at));
    }

    @Override
    public boolean mayBeAtLeast(String child, int years, LocalDate day) {
        return holds("may be at least: " + years + " on " + day, facts -> facts.mayBeAtLeast(child, years, day));
    }

    @Override
    public boolean objected(String child, String agreementId, Instant at) {
        return holds("objected", facts -> facts.objected(child, agreementId, at));
    }

    @Override
    public Set<Seal> sealed(String child) {
        Facts asking = live;
        String words = answer(
                "sealed",
                () -> asking == null
                        ? NO
                        : asking.sealed(child).stream().map(Seal::name).sorted().collect(Collectors.joining(" ")));
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Seal::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean populationHolds(String name, String child) {
        return holds("population: " + name, facts -> facts.populationHolds(name, child));
    }
}
