package org.emishub.adapters.education.snapshot;

import org.emishub.adapters.education.intake.Kind;
import org.emishub.adapters.education.oneroster.Tally;

/**
 * What came of a package.
 *
 * @param tally verdicts by file
 */
public record Loaded(Kind kind, long accepted, long refused, Tally tally) {}
