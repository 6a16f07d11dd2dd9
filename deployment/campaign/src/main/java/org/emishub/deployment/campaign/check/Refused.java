package org.emishub.deployment.campaign.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.security.refusal.Code;

/** Whether every no that a sender saw is entered, every replay too. */
final class Refused {
    /** Said to callers nobody knows yet, of whom one entry per source and minute is made. */
    private static final Set<String> BEFORE_KNOWN = Set.of(
            "MALFORMED", "BAD_SIGNATURE", "NOT_FOR_US", "UNKNOWN_MEMBER", "TOO_LARGE", "EXPIRED", "TOO_MANY_REQUESTS");

    private static final Set<String> SHOWN_AS_NO_DATA = Set.of(
            "UNKNOWN_CHILD",
            "AMBIGUOUS_CHILD",
            "NO_CASE",
            "NO_CONSENT",
            "SEALED",
            "NOTHING_TO_DISCLOSE",
            "UNMAPPED_ANSWER",
            "UNANSWERED",
            "UNREADABLE_ANSWER",
            "OBJECTED");

    /** A refusal's words are not signed: one that the network bent on its way is no code, and nothing that an entry could say. */
    private static final Set<String> CODES =
            Stream.of(Code.values()).map(Code::name).collect(Collectors.toUnmodifiableSet());

    private Refused() {}

    /** Where the ledger has refusals of callers whom the hub does not know: who they are is sealed, and no message is named. */
    static Set<String> sources() {
        return Set.of(Known.sha256(""));
    }

    static List<Finding> check(Known known) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Integer> replaysSeen = new HashMap<>();
        Map<String, Integer> replaysSent = new HashMap<>();
        Set<String> done = new HashSet<>();
        for (Logs.Answer answer : known.logs.answers()) {
            if (answer.code().equals("REPLAYED")) {
                replaysSeen.merge(answer.id(), 1, Integer::sum);
            } else if (answer.status() / 100 == 4
                    && CODES.contains(answer.code())
                    && done.add(answer.id() + answer.hash() + answer.code())
                    && !entered(known, answer)) {
                findings.add(new Finding(
                        Rule.NO_ENTRY,
                        "message " + answer.id() + " was refused with " + answer.code() + ", and no entry says so"));
            }
        }
        for (Logs.Ask ask : known.logs.asks()) {
            Rows.Inbox row = known.inbox.get(ask.id());
            if (row != null && !row.hash().equals(ask.hash())) {
                replaysSent.merge(ask.id(), 1, Integer::sum);
            }
        }
        replays(known, replaysSeen, replaysSent, findings);
        return findings;
    }

    private static boolean entered(Known known, Logs.Answer answer) {
        boolean byId = known.about(answer.id(), "REFUSED").stream().anyMatch(entry -> says(entry, answer.code()));
        return byId
                || (BEFORE_KNOWN.contains(answer.code())
                        && sources().stream()
                                .flatMap(source -> known.entries.getOrDefault(source, List.of()).stream())
                                .anyMatch(entry -> entry.code().equals(answer.code())));
    }

    private static boolean says(Known.Said entry, String shown) {
        return entry.code().equals(shown) || (shown.equals("NO_DATA") && SHOWN_AS_NO_DATA.contains(entry.code()));
    }

    /** One that was answered was entered; one whose answer was lost may have been. */
    private static void replays(
            Known known, Map<String, Integer> seen, Map<String, Integer> sent, List<Finding> findings) {
        Set<String> ids = new HashSet<>(seen.keySet());
        ids.addAll(sent.keySet());
        for (String id : ids) {
            long entered = known.about(id, "REFUSED").stream()
                    .filter(entry -> entry.code().equals("REPLAYED"))
                    .count();
            if (entered < seen.getOrDefault(id, 0)) {
                findings.add(new Finding(
                        Rule.NO_ENTRY,
                        "message " + id + " was replayed " + seen.get(id) + " times, and " + entered
                                + " entries say so"));
            }
            if (entered > sent.getOrDefault(id, 0)) {
                findings.add(new Finding(
                        Rule.EXTRA_ENTRY,
                        "message " + id + " is entered as replayed " + entered + " times, and was "
                                + sent.getOrDefault(id, 0) + " times"));
            }
        }
    }
}
