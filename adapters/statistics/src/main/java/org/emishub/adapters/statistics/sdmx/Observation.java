package org.emishub.adapters.statistics.sdmx;

import java.util.List;

/**
 * One observation in the codes of a data structure definition.
 *
 * @param key the dimensions' codes, in the definition's order
 * @param value how many; meaningless when suppressed
 * @param suppressed true when the value may not be published: it has a status and no value
 */
public record Observation(List<String> key, long value, boolean suppressed) {
    public Observation {
        key = List.copyOf(key);
    }

    /** SDMX cross-domain code list CL_OBS_STATUS: normal, or missing because suppressed. */
    public String status() {
        return suppressed ? "Q" : "A";
    }

    /** SDMX cross-domain code list CL_CONF_STATUS: free, or confidential. */
    public String confidentiality() {
        return suppressed ? "C" : "F";
    }
}
