package org.emishub.adapters.health.audit;

import java.util.Locale;
import java.util.Optional;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecord.Kind;
import org.emishub.routes.audit.AuditRecord.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The profile of IHE BALP 1.1 ({@code https://profiles.ihe.net/ITI/BALP/}) that fits a record; the patient's one where a child is concerned.
 *
 * <p>Without one are what no profile of BALP describes: alerts, refusals to nobody in particular, and deliveries about no one child that failed.
 */
final class Balp {
    private static final String BASE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

    private Balp() {}

    static Optional<String> profile(AuditRecord record) {
        boolean child = record.child().isPresent();
        return Optional.ofNullable(
                        switch (record.kind()) {
                            case CREATE, QUERY, UPDATE, DELETE -> (child ? "Patient" : "") + verb(record.kind());
                            case READ -> child ? "PatientRead" : "Read";
                            case DISCLOSURE -> disclosure(record, child);
                            case DECISION -> isDecision(record) ? "AuthZconsent" : null;
                            case ALERT -> null;
                        })
                .map(BASE::concat);
    }

    private static String verb(Kind kind) {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** A table or a set of many children's records tells of no one patient: it is read as a report. */
    private static @Nullable String disclosure(AuditRecord record, boolean child) {
        if (child) {
            return "PrivacyDisclosure.Source";
        }
        return isReport(record) ? "Read" : null;
    }

    /** Whether it is a disclosure that is told as the reading of a report. */
    static boolean isReport(AuditRecord record) {
        return record.kind() == Kind.DISCLOSURE && record.child().isEmpty() && record.outcome() == Outcome.SUCCESS;
    }

    /** Whether it is a decision about a child under an agreement, and not just an alert. */
    static boolean isDecision(AuditRecord record) {
        return record.kind() == Kind.DECISION
                && record.child().isPresent()
                && record.terms().isPresent();
    }
}
