package org.emishub.adapters.statistics.sdmx;

import java.util.List;

/**
 * One observation in the codes of a data structure definition.
 *
 * @param key the dimensions' codes, in the definition's order
 * @param value how many; meaningless when suppressed
 * @param suppressed true when the value may not be published: it has a status and no value
 * @param rounded true when the value was rounded, so that parts need not add up to their total
 */
public record Observation(List<String> key, long value, boolean suppressed, boolean rounded) {
    public Observation {
        key = List.copyOf(key);
    }

    /** An exact one, or one that is suppressed. */
    public Observation(List<String> key, long value, boolean suppressed) {
        this(key, value, suppressed, false);
    }

    /** SDMX cross-domain code list CL_OBS_STATUS: normal, estimated because rounded, or missing because suppressed. */
    public String status() {
        return suppressed ? "Q" : rounded ? "E" : "A";
    }

    /** SDMX cross-domain code list CL_CONF_STATUS: free, or confidential. */
    public String confidentiality() {
        return suppressed ? "C" : "F";
    }
}
