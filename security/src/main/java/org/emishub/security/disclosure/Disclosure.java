package org.emishub.security.disclosure;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Permission;
import org.emishub.security.json.CanonicalJson;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.pseudonym.Pseudonyms;
import tools.jackson.databind.node.ObjectNode;

/** What may leave of one child's record under one agreement; only {@link #of} makes one, by copying. */
public final class Disclosure {
    private final AgreementRef agreement;
    private final String source;
    private final LocalDate asOf;
    private final SortedMap<String, Object> fields;
    private final List<FieldOutcome> outcomes;

    Disclosure(
            AgreementRef agreement,
            String source,
            LocalDate asOf,
            SortedMap<String, Object> fields,
            List<FieldOutcome> outcomes) {
        this.agreement = agreement;
        this.source = source;
        this.asOf = asOf;
        this.fields = Collections.unmodifiableSortedMap(fields);
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * Copies what {@code agreement.discloses()} allows of the record, each value through its operation.
     *
     * <p>Where an operation cannot be applied (a code without a coarser one) nothing leaves. An answer leaves even when nothing is held: as unknown.
     */
    public static Disclosure of(ChildRecord record, Agreement agreement, Pseudonyms pseudonyms) {
        return of(record, agreement, Set.of(), pseudonyms);
    }

    /** As {@link #of(ChildRecord, Agreement, Pseudonyms)}, but never a field that is left out because of how the child is sealed ({@link Permission#without}). */
    public static Disclosure of(ChildRecord record, Agreement agreement, Set<String> without, Pseudonyms pseudonyms) {
        Generalisation generalisation = new Generalisation(agreement.client(), pseudonyms, record.asOf());
        return new Copy(record, agreement, "discloses", without, generalisation).of(agreement.discloses());
    }

    /** Copies what {@code agreement.asks()} allows of a question's subject, for the provider's eyes. */
    public static Disclosure ofQuestion(ChildRecord subject, Agreement agreement, Pseudonyms pseudonyms) {
        return ofQuestion(subject, agreement, Set.of(), pseudonyms);
    }

    /** As {@link #ofQuestion(ChildRecord, Agreement, Pseudonyms)}, of a child that is known, without what its seals leave out. */
    public static Disclosure ofQuestion(
            ChildRecord subject, Agreement agreement, Set<String> without, Pseudonyms pseudonyms) {
        Generalisation generalisation = new Generalisation(agreement.provider(), pseudonyms, subject.asOf());
        return new Copy(subject, agreement, "asks", without, generalisation).of(agreement.asks());
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

    /** What was done with every field that the record or the agreement names; empty when it was read from where it was kept. */
    public List<FieldOutcome> outcomes() {
        return outcomes;
    }

    /** Whether nothing at all would leave: the refusal is {@code NOTHING_TO_DISCLOSE}. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** {@code fields}, {@code source} and {@code asOf}, the content of an answer in the hub protocol; each call gives a new object. */
    public ObjectNode content() {
        return DisclosureJson.content(this);
    }

    /** The canonical bytes (RFC 8785) of {@link #content} with the agreement's id, version and file hash. */
    public byte[] json() {
        return CanonicalJson.bytes(DisclosureJson.withAgreement(this));
    }

    /** Names only: a disclosure never prints what it holds. */
    @Override
    public String toString() {
        return "Disclosure[" + agreement.id() + ", " + fields.keySet() + "]";
    }
}
