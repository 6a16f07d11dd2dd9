package org.emishub.adapters.education.csv;

import org.emishub.mappings.codes.Mapping;

/** Takes every code that nobody has mapped yet: the operator's work queue. */
@FunctionalInterface
public interface UnmappedCodes {
    void add(Mapping.Unmapped unmapped);
}
