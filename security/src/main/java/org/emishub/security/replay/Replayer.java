package org.emishub.security.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.Decided;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Seal;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.LeafShape;
import org.emishub.security.refusal.Code;
import org.emishub.security.replay.Replay.Again;
import org.emishub.security.replay.Replay.Verdict;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.node.ObjectNode;

/** Makes the decisions of an entry again, from the recorded request, facts and moment, under the agreement text that the entry names by its hash. */
public final class Replayer {
    private static final String SEALED = "sealed";

    private final EntryReader entries;
    private final Function<String, Optional<byte[]>> texts;

    /** @param texts gives the bytes of an agreement by the hash under which they were kept, checked here */
    public Replayer(EntryReader entries, Function<String, Optional<byte[]>> texts) {
        this.entries = entries;
        this.texts = texts;
    }

    /** Why there is no answer; the message is for the auditor. */
    private static final class Undecidable extends Exception {
        private static final long serialVersionUID = 1L;

        Undecidable(String why) {
            super(why, null, false, false);
        }
    }

    /** Something is not as it was entered; the message says what. */
    private static final class Changed extends Exception {
        private static final long serialVersionUID = 1L;

        Changed(String what) {
            super(what, null, false, false);
        }
    }

    public Replay run(Entry entry) {
        List<Again> decisions = new ArrayList<>();
        try {
            Side side = side(entry);
            ObjectNode kept = side.decision().orElseThrow(() -> new Undecidable("the entry rests on no decision"));
            List<String> differences = new ArrayList<>();
            for (Decided then : decided(kept)) {
                Again again = new Again(then, again(then, side.child()));
                decisions.add(again);
                compare(again, differences);
            }
            compare(entry, decisions, differences);
            return differences.isEmpty()
                    ? new Replay(entry, Verdict.SAME, same(entry, decisions), decisions, List.of())
                    : new Replay(entry, Verdict.DIFFERS, differences.get(0), decisions, differences);
        } catch (Undecidable e) {
            return new Replay(entry, Verdict.CANNOT_DECIDE, String.valueOf(e.getMessage()), decisions, List.of());
        } catch (Changed e) {
            String what = String.valueOf(e.getMessage());
            return new Replay(entry, Verdict.DIFFERS, what, decisions, List.of(what));
        }
    }

    private Side side(Entry entry) throws Undecidable, Changed {
        if (!entry.intact()) {
            throw new Changed("the entry is not the one that was entered: leaf or side was changed");
        }
        try {
            return entries.side(entry);
        } catch (ChildVault.KeyDestroyed e) {
            throw new Undecidable("the key was destroyed: what the decision saw is erased");
        } catch (SecurityException e) {
            throw new Changed("the entry's side is not the one that was sealed");
        }
    }

    private static List<Decided> decided(ObjectNode kept) throws Undecidable {
        try {
            List<Decided> decided = new ArrayList<>();
            if (kept.has("asker")) {
                decided.add(Decided.read(false, kept.path("asker")));
            }
            if (kept.has("child")) {
                decided.add(Decided.read(true, kept.path("child")));
            }
            return decided;
        } catch (RuntimeException e) {
            throw new Undecidable("what the decision saw was kept in a form that this version of the hub cannot read");
        }
    }

    private Decided.Answer again(Decided then, String child) throws Undecidable, Changed {
        Agreement text = text(then.agreement());
        try {
            return then.again(text, child);
        } catch (Decided.AsksMore e) {
            throw new Changed("the decision asks now for a fact that it did not ask for then: " + e.getMessage());
        }
    }

    private Agreement text(AgreementRef ref) throws Undecidable, Changed {
        String name = ref.id() + " version " + ref.version();
        byte[] bytes = texts.apply(ref.bundleHash())
                .orElseThrow(() -> new Undecidable("no text of " + name + " is kept under the hash of the entry"));
        if (!Sha256.hex(bytes).equals(ref.bundleHash())) {
            throw new Changed("the text of " + name + " that is kept is not the one that was in force: it was changed");
        }
        try {
            return AgreementFile.parse(ref.id() + ".yaml", bytes);
        } catch (YamlException e) {
            throw new Undecidable("this version of the hub cannot read the text of " + name);
        }
    }

    private static void compare(Again again, List<String> differences) {
        Decided.Answer then = again.then().answer();
        Decided.Answer now = again.now();
        String about = again.then().aboutChild() ? "about the child" : "about the asker";
        differs(differences, "code " + about, then.code(), now.code());
        differs(differences, "rule " + about, written(then.rule()), written(now.rule()));
        differs(
                differences,
                "fields left out",
                then.without().toString(),
                now.without().toString());
    }

    private static void differs(List<String> differences, String what, String then, String now) {
        if (!then.equals(now)) {
            differences.add(what + ": then '" + then + "', now '" + now + "'");
        }
    }

    /** As a leaf says it; before decision 25 that of a seal named its kind. */
    private static String written(String rule) {
        boolean kind = rule.startsWith(SEALED + ": ")
                && Seal.of(rule.substring(SEALED.length() + 2)).isPresent();
        return kind ? SEALED : LeafShape.rule(rule);
    }

    /** Whether the leaf says what the decisions say. */
    private void compare(Entry entry, List<Again> decisions, List<String> differences) throws Undecidable, Changed {
        Optional<Again> no =
                decisions.stream().filter(again -> !again.now().allows()).findFirst();
        if (entry.event().equals(Event.REFUSED.name())) {
            if (no.isPresent()) {
                differs(differences, "code", entry.code(), no.get().now().code());
                differs(
                        differences,
                        "rule",
                        written(entry.rule()),
                        written(no.get().now().rule()));
            } else if (Decided.onlyDecisionsGive(entry.code()) && !afterwards(entry, decisions)) {
                differs(differences, "code", entry.code(), "OK");
            }
            return;
        }
        no.ifPresent(
                again -> differs(differences, "code", entry.code(), again.now().code()));
        if (!entry.fields().isEmpty()) {
            fields(entry, decisions, differences);
        }
    }

    /** What was made before a child was sealed is refused whole, though a smaller one would be allowed; and a glass may not be broken after all. */
    private static boolean afterwards(Entry entry, List<Again> decisions) {
        boolean left =
                decisions.stream().anyMatch(again -> !again.now().without().isEmpty());
        return (entry.code().equals(Code.SEALED.name()) && left) || entry.rule().startsWith("breakGlass");
    }

    private void fields(Entry entry, List<Again> decisions, List<String> differences) throws Undecidable, Changed {
        Agreement text = text(entry.agreement().orElseThrow(() -> new Undecidable("the entry names no agreement")));
        Set<String> without = new HashSet<>();
        decisions.forEach(again -> without.addAll(again.now().without()));
        Permission permission = new Permission(text, without);
        entry.fields().stream()
                .filter(field -> !text.discloses().containsKey(field) || !permission.allows(field))
                .forEach(field -> differences.add("fields: " + field + " left, and is not allowed"));
    }

    private static String same(Entry entry, List<Again> decisions) {
        boolean allowed = decisions.stream().allMatch(again -> again.now().allows());
        return entry.event().equals(Event.REFUSED.name()) && allowed
                ? "the decision is the same, and allowed it; what refused was '" + entry.rule()
                        + "', which rests on what is not part of the decision"
                : "the decision is the same: " + entry.code() + (entry.rule().isEmpty() ? "" : ", " + entry.rule());
    }
}
