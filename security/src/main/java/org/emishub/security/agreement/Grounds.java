package org.emishub.security.agreement;

import java.time.Instant;
import java.util.Optional;
import org.emishub.security.json.StrictJson;
import org.emishub.security.refusal.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the decisions about one exchange saw, so that an auditor can have them made again; they are made here so that none is made unseen.
 *
 * <p>It goes along with the exchange and keeps the last decision of each kind. It names no child, and holds no value of a record: it is kept in the sealed side
 * of an entry, beside the child's identifier. One exchange runs on one thread at a time.
 */
public final class Grounds {
    private volatile @Nullable Decided asker;
    private volatile @Nullable Decided child;

    /** {@link Decision#decide}, remembered. */
    public Outcome<Agreement> decide(Agreement agreement, Request request, Instant at) {
        Outcome<Agreement> outcome = Decision.decide(agreement, request, at);
        asker = Decided.asker(agreement, request, at, outcome);
        return outcome;
    }

    /** {@link Decision#decideChild}, remembered with every fact that it asked for. */
    public Outcome<Permission> decideChild(
            Agreement agreement, Request request, String childId, Facts facts, Instant at) {
        FactLog log = FactLog.over(facts);
        Outcome<Permission> outcome = Decision.decideChild(agreement, request, childId, log, at);
        child = Decided.child(agreement, request, at, log.answers(), outcome);
        return outcome;
    }

    /** For one of several parts that go their own ways from here. */
    public Grounds copy() {
        Grounds copy = new Grounds();
        copy.asker = asker;
        copy.child = child;
        return copy;
    }

    /** As the sealed side keeps it; empty while nothing was decided. */
    public Optional<ObjectNode> json() {
        Decided first = asker;
        Decided second = child;
        if (first == null && second == null) {
            return Optional.empty();
        }
        ObjectNode json = StrictJson.newObject();
        if (first != null) {
            json.set("asker", first.json());
        }
        if (second != null) {
            json.set("child", second.json());
        }
        return Optional.of(json);
    }
}
