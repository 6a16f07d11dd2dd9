package org.emishub.security.ledger;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.jspecify.annotations.Nullable;

/** A caller's work on its way through the group commit; run by the one committing thread, perhaps twice. */
final class Task<T> {
    private final Work<T> work;
    private final CompletableFuture<@Nullable T> done = new CompletableFuture<>();
    private @Nullable T result;

    Task(Work<T> work) {
        this.work = work;
    }

    void run(LedgerTransaction transaction) throws java.sql.SQLException {
        result = transaction.run(work);
    }

    void committed() {
        done.complete(result);
    }

    void failed(Throwable cause) {
        done.completeExceptionally(cause);
    }

    /** Waits to the end even when interrupted, because the work may by then be durable; the interruption is kept. */
    @SuppressWarnings("NullAway") // what the work returned
    T await() {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerUnavailable unavailable) {
                throw new LedgerUnavailable(unavailable.getCause());
            }
            if (e.getCause() instanceof RuntimeException fault) {
                fault.addSuppressed(new IllegalStateException("in the ledger's group commit, called from here"));
                throw fault;
            }
            throw new LedgerUnavailable(e.getCause());
        } catch (CancellationException e) {
            throw new LedgerUnavailable(e);
        }
    }
}
