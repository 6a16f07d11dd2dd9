package org.emishub.security.disclosure;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.pseudonym.Pseudonyms;

/** What may leave of one child's record under one agreement; only {@link #of} makes one, by copying. */
public final class Disclosure {
    private final AgreementRef agreement;
    private final String source;
    private final LocalDate asOf;
    private final SortedMap<String, Object> fields;
    private final List<FieldOutcome> outcomes;

    private Disclosure(
            AgreementRef agreement,
            String source,
            LocalDate asOf,
            SortedMap<String, Object> fields,
            List<FieldOutcome> outcomes) {
        this.agreement = agreement;
        this.source = source;
        this.asOf = asOf;
        this.fields = fields;
        this.outcomes = outcomes;
    }

    /** Copies what {@code agreement.discloses()} allows of the record, each value through its operation. */
    public static Disclosure of(ChildRecord record, Agreement agreement, Pseudonyms pseudonyms) {
        throw new UnsupportedOperationException();
    }

    /** Copies what {@code agreement.asks()} allows of a question's subject. */
    public static Disclosure ofQuestion(ChildRecord subject, Agreement agreement, Pseudonyms pseudonyms) {
        throw new UnsupportedOperationException();
    }

    public AgreementRef agreement() {
        return agreement;
    }

    /** The connected system the values come from, {@code organisation/system}. */
    public String source() {
        return source;
    }

    public LocalDate asOf() {
        return asOf;
    }

    /** What leaves: concrete paths to text, whole number, decimal, date or boolean; generalised values are text or whole numbers. */
    public SortedMap<String, Object> fields() {
        return fields;
    }

    /** What was done with every field that the record or the agreement names. */
    public List<FieldOutcome> outcomes() {
        return outcomes;
    }
}
