package org.emishub.adapters.education.intake;

import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.snapshot.Loaded;
import org.emishub.security.refusal.Code;

/** What became of a delivered file. */
public sealed interface Taken {
    /**
     * It is in the snapshot.
     *
     * @param receipt the hub's signed receipt
     * @param batchReceipt the hub's signature over the verdicts on its rows: the counts and the SHA-256 of the report
     * @param repeated it had been delivered before, and nothing was done again
     * @param announced how many new enrolments the hub was told of
     */
    record Done(String receipt, String batchReceipt, boolean repeated, Loaded loaded, int announced) implements Taken {}

    /** It cannot be read as a whole; the snapshot is as it was. */
    record Unreadable(PackageRefused.Why why, String problem) implements Taken {}

    /** The hub does not take it. */
    record Refused(Code code) implements Taken {}
}
