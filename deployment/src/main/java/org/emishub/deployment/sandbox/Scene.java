package org.emishub.deployment.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.emishub.security.agreement.Agreement;

/** A scenario while it is played: remembers where the ledger stood, and tells at the end what came of it. */
final class Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String id;
    private final String title;
    private final String who;
    private final Agreement agreement;
    private final LedgerReader ledger;
    private final long before;

    Scene(String id, String title, String who, Agreement agreement, LedgerReader ledger) {
        this.id = id;
        this.title = title;
        this.who = who;
        this.agreement = agreement;
        this.ledger = ledger;
        this.before = ledger.size();
    }

    /** It had to go well: something was disclosed, nothing outside the agreement, and the ledger names exactly that. */
    Played disclosed(Map<String, String> got, String objection) {
        List<LedgerEntry> entries = await("RELEASED");
        return played(firstOf(objection, notAllowed(got), notProved(got, entries)), got, "", entries);
    }

    /** It had to be refused: the asker saw this code, got nothing, and the ledger has this reason. */
    Played refused(String seen, String expected, List<String> reasons, Map<String, String> got) {
        List<LedgerEntry> entries = await("REFUSED");
        String objection = firstOf(
                seen.equals(expected) ? "" : "the asker saw '" + seen + "' and not " + expected,
                got.isEmpty() ? "" : "something was disclosed: " + got.keySet(),
                entries.stream().anyMatch(e -> e.event().equals("REFUSED") && reasons.contains(e.code()))
                        ? ""
                        : "the ledger has no refusal for " + reasons,
                entries.stream().anyMatch(e -> e.event().equals("RELEASED")) ? "the ledger has a release" : "");
        return played(objection, Map.of(), seen, entries);
    }

    /** What came of it, judged by whoever played it. */
    Played told(String objection, Map<String, String> got, String refusal, List<LedgerEntry> entries) {
        return played(objection, got, refusal, entries);
    }

    private Played played(String objection, Map<String, String> got, String refusal, List<LedgerEntry> entries) {
        return new Played(
                id,
                title,
                who,
                agreement.purpose() + " (" + agreement.law() + ")",
                objection,
                got,
                refusal.isEmpty() ? agreement.withholds() : Map.of(),
                refusal,
                entries);
    }

    private String notAllowed(Map<String, String> got) {
        List<String> outside = got.keySet().stream()
                .filter(path -> !agreement.discloses().containsKey(path.replaceAll("\\[[0-9]+]", "[*]")))
                .toList();
        return got.isEmpty() ? "nothing was disclosed" : outside.isEmpty() ? "" : "outside the agreement: " + outside;
    }

    private static String notProved(Map<String, String> got, List<LedgerEntry> entries) {
        boolean proved = entries.stream()
                .filter(entry -> entry.event().equals("RELEASED"))
                .anyMatch(entry -> entry.fields().stream()
                        .map(Scene::general)
                        .distinct()
                        .sorted()
                        .toList()
                        .equals(got.keySet().stream()
                                .map(Scene::general)
                                .distinct()
                                .sorted()
                                .toList()));
        return proved ? "" : "the ledger's release names other fields";
    }

    private static String general(String path) {
        return path.replaceAll("\\[[0-9]+]", "[*]");
    }

    private static String firstOf(String... objections) {
        for (String objection : objections) {
            if (!objection.isEmpty()) {
                return objection;
            }
        }
        return "";
    }

    /** The entries of this agreement since the scene began, once there is one of the event; else what there is. */
    List<LedgerEntry> await(String event) {
        return await(entries -> entries.stream().anyMatch(entry -> entry.event().equals(event)));
    }

    List<LedgerEntry> await(Predicate<List<LedgerEntry>> enough) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<LedgerEntry> entries = entries();
        while (!enough.test(entries) && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return entries;
            }
            entries = entries();
        }
        return entries;
    }

    private List<LedgerEntry> entries() {
        return ledger.since(before).stream().filter(this::isOurs).toList();
    }

    /** Of this agreement; or of none, as a package's receipt is. */
    private boolean isOurs(LedgerEntry entry) {
        boolean ofNone = entry.agreement().isEmpty() && !entry.event().equals("AGREEMENT_CHANGED");
        return ofNone || entry.agreement().equals(agreement.id());
    }
}
