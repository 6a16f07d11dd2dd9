package org.emishub.routes.packages;

import java.time.Instant;
import org.emishub.security.member.SystemId;

/**
 * Where a package stands; what an operator may see of it.
 *
 * @param code {@code OK}, or why it was refused or expired
 * @param rows how many children it asks about
 * @param answered how many of them have their verdict
 * @param answers how many sealed answers there are
 * @param nextPart the part in which its work goes on, 1 for the first
 * @param nextRow the row of that part, 0 for the first
 * @param attempts how often in a row its provider has not answered
 * @param contentHash over the parts, empty while one is missing
 * @param receipt signed when the last part had come, empty before
 * @param batchReceipt signed when the last row had its verdict, empty before
 * @param deadline when what is kept of it is destroyed
 */
public record PackageState(
        long number,
        SystemId sender,
        String packageId,
        String agreement,
        int parts,
        int rows,
        State state,
        String code,
        String contentHash,
        String receipt,
        String batchReceipt,
        int answers,
        int answered,
        int nextPart,
        int nextRow,
        int attempts,
        Instant receivedAt,
        Instant deadline) {

    /** Its way. */
    public enum State {
        /** Parts are missing. */
        COMING,
        /** All parts are there; rows wait for their verdicts. */
        WAITING,
        /** Every row has its verdict. */
        ANSWERED,
        /** It was refused as a whole. */
        REFUSED,
        /** Its time ended first. */
        EXPIRED
    }
}
