package org.emishub.security.agreement;

import java.util.List;

/**
 * Disclosure control of a set of records: every one of them looks like at least {@code k - 1} others.
 *
 * @param by the disclosed fields, by catalogue path, in which they look alike; the first is given up last
 */
public record ExtractRule(int k, List<String> by) {
    public ExtractRule {
        by = List.copyOf(by);
    }
}
