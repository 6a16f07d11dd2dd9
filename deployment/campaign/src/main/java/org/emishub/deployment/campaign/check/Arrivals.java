package org.emishub.deployment.campaign.check;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emishub.deployment.campaign.load.Agreed;
import org.jspecify.annotations.Nullable;

/** Whether what receivers got was sent, is what was sent and agreed, and came in the order of the facts. */
final class Arrivals {
    private static final Set<String> AGREED_FIELDS =
            Set.of("child.id", "child.familyName", "enrolment.schoolName", "enrolment.className");

    private final Known known;
    private final Map<String, Logs.Ask> owed;
    private final Map<String, Place> last = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** A fact's place among those about its child, and whose it is. */
    private record Place(LocalDate asOf, long issuedAt, long accepted, String message) {
        boolean isAfter(Place other) {
            if (!asOf.equals(other.asOf)) {
                return asOf.isAfter(other.asOf);
            }
            return issuedAt != other.issuedAt ? issuedAt > other.issuedAt : accepted > other.accepted;
        }
    }

    private Arrivals(Known known) {
        this.known = known;
        this.owed = known.owed();
    }

    static List<Finding> check(Known known) {
        Arrivals arrivals = new Arrivals(known);
        known.logs.effects().forEach(arrivals::effect);
        for (Logs.Bad bad : known.logs.bad()) {
            if (!bad.what().startsWith("cannot be opened")) {
                arrivals.add(Rule.ALTERED, bad.system() + " got letter " + bad.letter() + ": " + bad.what());
            }
        }
        return arrivals.findings;
    }

    private void effect(Logs.Effect effect) {
        Logs.Ask ask = owed.get(effect.message());
        if (ask == null) {
            boolean sent = known.sent.contains(effect.message());
            add(
                    Rule.NO_SENDER,
                    "message " + effect.message() + " had its effect at " + effect.system()
                            + (sent ? ", and was never accepted" : ", and nobody sent it"));
            return;
        }
        same(effect, ask);
        order(effect, ask);
    }

    private void same(Logs.Effect effect, Logs.Ask ask) {
        boolean agreed = Agreed.behind(ask.sender(), ask.about()).stream()
                .anyMatch(one ->
                        one.id().equals(effect.agreement()) && one.receiver().equals(effect.system()));
        if (!agreed) {
            add(Rule.ALTERED, "message " + ask.id() + " reached " + effect.system() + " under " + effect.agreement());
        }
        if (!effect.child().equals(ask.child())
                || !effect.version().equals("v" + ask.version())
                || !effect.asOf().equals(ask.asOf())
                || !effect.source().equals(ask.sender())) {
            add(Rule.ALTERED, "message " + ask.id() + " reached " + effect.system() + " with another content");
        }
        if (!AGREED_FIELDS.containsAll(Arrays.asList(effect.fields().split(",", -1)))) {
            add(Rule.ALTERED, "message " + ask.id() + " brought " + effect.system() + " a field that is not agreed");
        }
    }

    private void order(Logs.Effect effect, Logs.Ask ask) {
        Place place = new Place(LocalDate.parse(ask.asOf()), ask.issuedAt(), acceptedAt(ask.id()), ask.id());
        String key = effect.system() + "\n" + effect.agreement() + "\n" + ask.child();
        @Nullable Place before = last.get(key);
        if (before != null && before.isAfter(place)) {
            add(
                    Rule.ORDER,
                    effect.system() + " was told the older fact " + ask.id() + " after the newer " + before.message()
                            + " under " + effect.agreement());
            return;
        }
        last.put(key, place);
    }

    private long acceptedAt(String message) {
        List<Known.Said> received = known.about(message, "RECEIVED");
        return received.isEmpty() ? -1 : received.get(0).sequence();
    }

    private void add(Rule rule, String what) {
        findings.add(new Finding(rule, what));
    }
}
