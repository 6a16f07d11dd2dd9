package org.emishub.adapters.statistics.sdmx;

import java.time.LocalDate;
import java.util.List;
import org.emishub.adapters.statistics.structure.DataStructure;

/**
 * A table, ready to be written in either format.
 *
 * @param messageId names the message, {@code [A-Za-z0-9_-]+} after the characters SDMX ids lack are replaced
 * @param prepared the day for which it was counted; also the message's time, so that the same table gives the same bytes
 */
public record Dataset(DataStructure structure, String messageId, LocalDate prepared, List<Observation> observations) {
    public Dataset {
        observations = List.copyOf(observations);
    }

    /** The year counted. */
    public String period() {
        return Integer.toString(prepared.getYear());
    }
}
