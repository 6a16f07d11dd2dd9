package org.emishub.deployment.campaign.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether everything accepted has ended, once, and as its sender was told. */
final class Endings {
    static final Set<String> OPEN = Set.of("PENDING", "SENT");
    private static final Set<String> AFTER_DEATH = Set.of("EXPIRED", "DELIVERED");
    private static final Map<String, String> WORDS =
            Map.of("DELIVERED", "delivered", "DEAD", "dead-lettered", "EXPIRED", "expired", "REFUSED", "refused");

    private final Known known;
    private final int attempts;
    private final List<Finding> findings = new ArrayList<>();

    private Endings(Known known, int attempts) {
        this.known = known;
        this.attempts = attempts;
    }

    /** @param attempts how often a letter may be tried before it is given up */
    static List<Finding> check(Known known, int attempts) {
        Endings endings = new Endings(known, attempts);
        known.owed().values().forEach(endings::message);
        endings.effectsOnce();
        endings.told();
        return endings.findings;
    }

    private void message(Logs.Ask ask) {
        Rows.Inbox row = known.inbox.get(ask.id());
        if (row == null) {
            add(Rule.LOST, "message " + ask.id() + " has a receipt, and the hub does not know it");
            return;
        }
        if (!row.hash().equals(ask.hash())) {
            add(Rule.LOST, "message " + ask.id() + " has a receipt for a content that the hub does not hold");
        } else if (!row.state().equals("ACCEPTED")) {
            add(Rule.LOST, "message " + ask.id() + " has a receipt, and the hub holds it as " + row.state());
        }
        Map<String, Rows.Letter> letters = known.lettersOf.getOrDefault(ask.id(), Map.of());
        for (String agreement : Known.agreements(ask)) {
            Rows.Letter letter = letters.get(agreement);
            if (letter == null) {
                add(Rule.LOST, "message " + ask.id() + " has no letter under " + agreement);
            } else {
                letter(letter);
            }
        }
    }

    private void letter(Rows.Letter letter) {
        String named = named(letter);
        if (OPEN.contains(letter.state())) {
            add(
                    Rule.NOT_ENDED,
                    named + " has not ended: " + letter.state() + " after " + letter.attempts() + " attempts");
        }
        // An attempt in the middle of which a hub was killed is counted and ends nothing.
        if (letter.attempts() > 2 * attempts) {
            add(Rule.ATTEMPTS, named + " was tried " + letter.attempts() + " times, and " + attempts + " are allowed");
        }
        if (letter.state().equals("DELIVERED")) {
            if (!letter.signed()) {
                add(Rule.NO_EFFECT, named + " counts as delivered, and its receiver did not sign for it");
            }
            boolean done = known.effects.getOrDefault(letter.id(), List.of()).stream()
                    .anyMatch(effect -> effect.system().equals(letter.recipient()));
            if (!done) {
                add(Rule.NO_EFFECT, named + " counts as delivered, and nothing happened at " + letter.recipient());
            }
        }
    }

    static String named(Rows.Letter letter) {
        return "letter " + letter.id() + " (message " + letter.message() + " under " + letter.agreement() + ")";
    }

    private void effectsOnce() {
        Map<String, Set<String>> done = new HashMap<>();
        known.effects.forEach((letter, effects) -> {
            if (effects.size() > 1) {
                add(Rule.DOUBLED, "letter " + letter + " had its effect " + effects.size() + " times");
            }
            Logs.Effect one = effects.get(0);
            done.computeIfAbsent(one.message() + " under " + one.agreement(), key -> new HashSet<>())
                    .add(letter);
        });
        done.forEach((what, letters) -> {
            if (letters.size() > 1) {
                add(Rule.DOUBLED, "message " + what + " had its effect under " + letters.size() + " letter ids");
            }
        });
    }

    /** What a sender was told last must be how it is; a dead letter may have expired since, or its receipt have come late. */
    private void told() {
        Map<String, Logs.Told> last = new HashMap<>();
        known.logs.told().forEach(one -> last.put(one.id(), one));
        for (Logs.Ask ask : known.accepted.values()) {
            Logs.Told told = last.get(ask.id());
            if (told == null || told.outcome().equals("unknown")) {
                add(Rule.UNTOLD, "the sender of " + ask.id() + " was never told how it ended");
                continue;
            }
            known.lettersOf.getOrDefault(ask.id(), Map.of()).forEach((agreement, letter) -> {
                String said = told.deliveries().getOrDefault(agreement, "");
                boolean since = said.equals("dead-lettered") && AFTER_DEATH.contains(letter.state());
                if (!said.equals(WORDS.getOrDefault(letter.state(), "")) && !since) {
                    add(
                            Rule.UNTOLD,
                            "the sender of " + ask.id() + " was told '" + said + "' of " + agreement + ", which is "
                                    + letter.state());
                }
            });
        }
    }

    private void add(Rule rule, String what) {
        findings.add(new Finding(rule, what));
    }
}
