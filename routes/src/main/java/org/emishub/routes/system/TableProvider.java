package org.emishub.routes.system;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;

/** A connected system whose records can be counted. */
public interface TableProvider {
    /** Every child's record of a part on a day; the caller closes the stream. */
    Stream<ChildRecord> records(String about, LocalDate asOf);
}
