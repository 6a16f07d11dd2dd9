package org.emishub.security.agreement;

import java.time.Instant;
import org.emishub.security.agreement.Agreement.Kind;
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
    public static Outcome<Agreement> decideChild(
            Agreement agreement, Request request, String child, Facts facts, Instant at) {
        if (!agreement.inForceAt(at)) {
            return Outcome.refused(Code.NOT_AGREED, "inForce: " + agreement.days());
        }
        if (agreement.asker().caseRequired()
                && (request.caseId().isBlank() || !facts.caseOpen(request.caseId(), request.actor(), child, at))) {
            return Outcome.refused(Code.NO_CASE, "asker.case: required");
        }
        if (agreement.consent().needed() && !facts.consented(child, agreement.id(), at)) {
            return Outcome.refused(Code.NO_CONSENT, "consent.needed: true");
        }
        if (facts.sealed(child)) {
            return Outcome.refused(Code.SEALED, "sealed child");
        }
        if (agreement
                .onlyFor()
                .filter(name -> !facts.populationHolds(name, child))
                .isPresent()) {
            return Outcome.refused(
                    Code.NO_CASE, "onlyFor: " + agreement.onlyFor().orElseThrow());
        }
        return Outcome.ok(agreement);
    }
}
