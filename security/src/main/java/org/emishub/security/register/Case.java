package org.emishub.security.register;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Request;
import org.emishub.security.refusal.Code;

/**
 * One example beside an agreement: who asks when for what, and what must come of it.
 *
 * @param line where it stands in its file
 * @param on in the agreement's own time zone
 * @param known the facts that hold; all others do not
 * @param mayBe the age in full years that the child may have ({@code child may be 14}); 0 when the case does not say
 * @param records what the provider holds; one, or many for a statistic
 * @param expected what must leave, or the refusal
 */
public record Case(
        String title,
        int line,
        LocalDateTime on,
        Request request,
        Set<Fact> known,
        int mayBe,
        List<Held> records,
        Expected expected) {
    public Case {
        known = Set.copyOf(known);
        records = List.copyOf(records);
    }

    /** A fact about the child, as a case writes it. */
    public enum Fact {
        CASE_OPEN,
        GLASS_BROKEN,
        /** By the guardian and by the child. */
        CONSENT_GIVEN,
        GUARDIAN_CONSENTED,
        CHILD_CONSENTED,
        OBJECTED,
        /** In the kind {@code everything}. */
        CHILD_SEALED,
        PROTECTED_ADDRESS,
        ADOPTION,
        SUSPECTED_ABUSER,
        IN_THE_POPULATION
    }

    /** So many children of whom this is held. */
    public record Held(int children, ChildRecord record) {}

    /**
     * What must come of it; exactly one of refusal, fields and cells says something.
     *
     * @param refusal the code as the ledger keeps it
     * @param fields everything that leaves, by concrete path, written as text
     * @param told everything that the provider is told of the question; empty when the case does not say
     * @param cells cells of the table: key to count, or {@code suppressed}; others are not looked at
     */
    public record Expected(
            Optional<Code> refusal,
            Map<String, String> fields,
            Optional<Map<String, String>> told,
            Map<List<String>, String> cells) {}
}
