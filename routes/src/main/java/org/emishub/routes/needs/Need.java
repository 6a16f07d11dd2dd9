package org.emishub.routes.needs;

import java.time.LocalDate;
import java.util.SortedMap;
import org.emishub.security.member.SystemId;

/** What one agreement brought to a needs view; there is never a merged record. */
public sealed interface Need {
    /** The agreement it came under. */
    String agreement();

    /** Whom the hub asked. */
    SystemId source();

    /** The record part it is about. */
    String about();

    /**
     * Something was disclosed.
     *
     * @param asOf the day for which the values hold
     * @param fields concrete paths to text, whole number, decimal or boolean; dates as ISO 8601 text
     */
    record Known(String agreement, SystemId source, String about, LocalDate asOf, SortedMap<String, Object> fields)
            implements Need {}

    /** Nothing can be shared; not known and not allowed look the same. */
    record NothingShared(String agreement, SystemId source, String about) implements Need {}

    /** The source does not answer now: this is no statement about the child. */
    record NotAvailable(String agreement, SystemId source, String about) implements Need {}
}
