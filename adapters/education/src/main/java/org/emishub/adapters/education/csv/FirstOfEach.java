package org.emishub.adapters.education.csv;

import java.util.HashSet;
import java.util.Set;
import org.emishub.mappings.codes.Mapping;

/** Hands on each unmapped code of a file once: one that stands in every row is one line in the work queue and not a million calls. */
public final class FirstOfEach implements UnmappedCodes {
    /** So many codes are a wrong column rather than codes to be mapped; whatever comes after them says nothing new. */
    private static final int MOST = 10_000;

    private final UnmappedCodes queue;
    private final Set<Mapping.Unmapped> seen = new HashSet<>();

    public FirstOfEach(UnmappedCodes queue) {
        this.queue = queue;
    }

    @Override
    public void add(Mapping.Unmapped unmapped) {
        if (seen.size() < MOST && seen.add(unmapped)) {
            queue.add(unmapped);
        }
    }
}
