package org.emishub.deployment.operation;

import java.time.Duration;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.LedgerProofs.NotYetSigned;

/** Waits for the signed checkpoint over an entry, which follows within 10 seconds. */
final class Signed {
    private static final Duration WITHIN = Duration.ofSeconds(40);

    private Signed() {}

    /** @throws NotPossible when there is none in time */
    static void await(LedgerProofs proofs, long sequence) {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (true) {
            try {
                proofs.proof(sequence);
                return;
            } catch (NotYetSigned e) {
                if (System.nanoTime() > end) {
                    throw new NotPossible("no checkpoint was signed in time: " + e.getMessage());
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a checkpoint", e);
        }
    }
}
