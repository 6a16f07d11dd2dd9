package org.emishub.security.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

/**
 * Whether an exchange may take place: a pure function of agreement, request, facts and time.
 *
 * <p>Everything about who asks is {@code NOT_AGREED}, everything about why is {@code NO_LEGAL_BASIS}; a batch longer than agreed is {@code TOO_LARGE}. What
 * depends on the child has a code that the asker never sees; a child outside {@code onlyFor} is {@code NO_CASE}, for no case brings it under the agreement.
 */
public final class Decision {
    private Decision() {}

    /** Decides what can be decided before it is known which child is meant. */
    public static Outcome<Agreement> decide(Agreement agreement, Request request, Instant at) {
        if (!agreement.inForceAt(at)) {
            return Outcome.refused(Code.NOT_AGREED, "inForce: " + agreement.days());
        }
        boolean asked = agreement.exchange() == Kind.QUERY || agreement.exchange() == Kind.BATCH;
        SystemId expected = asked ? agreement.client() : agreement.provider();
        if (!request.sender().equals(expected)) {
            return Outcome.refused(Code.NOT_AGREED, (asked ? "client: " : "provider: ") + expected);
        }
        return asked ? decideAsker(agreement, request) : Outcome.ok(agreement);
    }

    private static Outcome<Agreement> decideAsker(Agreement agreement, Request request) {
        boolean unstated = request.purpose().isEmpty() && !request.purposeHasPlace();
        if (!unstated && !request.purpose().equals(agreement.purposeOfUse())) {
            return Outcome.refused(Code.NO_LEGAL_BASIS, "purposeOfUse: " + agreement.purposeOfUse());
        }
        if (agreement.asker().namedUser() && request.user().isBlank()) {
            return Outcome.refused(Code.NOT_AGREED, "asker.who: named user");
        }
        if (agreement.asker().namedUser() && !agreement.asker().roles().contains(request.role())) {
            return Outcome.refused(
                    Code.NOT_AGREED,
                    "asker.roles: [" + String.join(", ", agreement.asker().roles()) + "]");
        }
        if (request.rows() > agreement.limits().perRequest()) {
            return Outcome.refused(
                    Code.TOO_LARGE, "limits.perRequest: " + agreement.limits().perRequest());
        }
        return Outcome.ok(agreement);
    }

    /**
     * Decides what depends on the child; asked again just before release.
     *
     * @param child the child's identifier under which the facts are kept
     */
    public static Outcome<Permission> decideChild(
            Agreement agreement, Request request, String child, Facts facts, Instant at) {
        if (!agreement.inForceAt(at)) {
            return Outcome.refused(Code.NOT_AGREED, "inForce: " + agreement.days());
        }
        if (agreement.asker().caseRequired() && !mandated(agreement, request, child, facts, at)) {
            return Outcome.refused(Code.NO_CASE, "asker.case: required");
        }
        Set<Seal> seals = facts.sealed(child);
        if (agreement.consent().needed() && !consented(agreement, child, facts, seals, at)) {
            return Outcome.refused(Code.NO_CONSENT, "consent.needed: true");
        }
        if (leavesRoom(agreement.lawfulBasis()) && facts.objected(child, agreement.id(), at)) {
            return Outcome.refused(
                    Code.OBJECTED,
                    "lawfulBasis: " + agreement.lawfulBasis().name().toLowerCase(Locale.ROOT));
        }
        return unsealed(agreement, seals).then(permission -> inPopulation(permission, child, facts));
    }

    /** A case of one's own; where that is agreed a broken glass stands in its place, and in the place of nothing else. */
    private static boolean mandated(Agreement agreement, Request request, String child, Facts facts, Instant at) {
        boolean open = !request.caseId().isBlank() && facts.caseOpen(request.caseId(), request.actor(), child, at);
        return open
                || (agreement.terms().breakGlass().allowed()
                        && facts.glassBroken(request.actor(), child, agreement.id(), at));
    }

    /** Where somebody with a say is suspected, no guardian's consent counts; a child of unknown age may be old enough. */
    private static boolean consented(Agreement agreement, String child, Facts facts, Set<Seal> seals, Instant at) {
        int childFrom = agreement.consent().childFrom();
        LocalDate day = at.atZone(agreement.timeZone()).toLocalDate();
        return !seals.contains(Seal.SUSPECTED_ABUSER)
                && facts.consented(Giver.GUARDIAN, child, agreement.id(), at)
                && (childFrom == 0
                        || !facts.mayBeAtLeast(child, childFrom, day)
                        || facts.consented(Giver.CHILD, child, agreement.id(), at));
    }

    /** GDPR article 21: a legal obligation and a vital interest leave no room for an objection. */
    private static boolean leavesRoom(LawfulBasis basis) {
        return basis == LawfulBasis.PUBLIC_TASK || basis == LawfulBasis.CONSENT;
    }

    /** Every kind has to be named by the agreement, and {@code everything} never is; which kind it was stands with the facts and never in the rule, which the leaf holds. */
    private static Outcome<Permission> unsealed(Agreement agreement, Set<Seal> seals) {
        Set<String> without = new HashSet<>();
        for (Seal kind : Seal.values()) {
            boolean told = kind != Seal.EVERYTHING && agreement.sealed().containsKey(kind);
            if (seals.contains(kind) && !told) {
                return Outcome.refused(Code.SEALED, "sealed");
            }
            if (seals.contains(kind)) {
                without.addAll(agreement.sealed().getOrDefault(kind, Set.of()));
            }
        }
        return Outcome.ok(new Permission(agreement, without));
    }

    private static Outcome<Permission> inPopulation(Permission permission, String child, Facts facts) {
        return permission
                .agreement()
                .onlyFor()
                .filter(name -> !facts.populationHolds(name, child))
                .map(name -> Outcome.<Permission>refused(Code.NO_CASE, "onlyFor: " + name))
                .orElseGet(() -> Outcome.ok(permission));
    }
}
