package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** How the register says no: an HTTP status and an OperationOutcome that names the rule and the place, never a value. */
final class Rejection {
    private Rejection() {}

    static BaseServerResponseException of(int status, IssueType type, String rule) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(rule);
        BaseServerResponseException rejection = BaseServerResponseException.newInstance(status, rule);
        rejection.setOperationOutcome(outcome);
        return rejection;
    }
}
