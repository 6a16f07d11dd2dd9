package org.emishub.routes.facts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emishub.routes.facts.BreakGlass.Broken;
import org.emishub.routes.facts.PrivacyOfficer.Notice;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.jspecify.annotations.Nullable;

/** Tells the privacy officer what is not told yet: at once, else every two seconds, on whichever node it happened. */
final class OfficerNotices implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OfficerNotices.class.getName());
    private static final long LOOK_MILLIS = 2_000;
    private static final int MOST = 50;

    private final DataSource dataSource;
    private final Supplier<Agreements> agreements;
    private final PrivacyOfficer officer;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;

    OfficerNotices(DataSource dataSource, Supplier<Agreements> agreements, PrivacyOfficer officer) {
        this.dataSource = dataSource;
        this.agreements = agreements;
        this.officer = officer;
    }

    void start(BreakGlass breakGlass) {
        Thread telling = new Thread(() -> run(breakGlass), "officer-notices");
        telling.setDaemon(true);
        thread = telling;
        telling.start();
    }

    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run(BreakGlass breakGlass) {
        while (thread == Thread.currentThread()) {
            try {
                tell(breakGlass);
                if (woken.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A row is held while it is told, so that no two nodes tell it. */
    private void tell(BreakGlass breakGlass) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (Broken broken : breakGlass.untold(connection, MOST)) {
                officer.tell(new Notice(
                        broken.number(),
                        broken.agreementId(),
                        agreements
                                .get()
                                .byId(broken.agreementId())
                                .map(Agreement::terms)
                                .map(terms -> terms.breakGlass().reviewer())
                                .orElse(""),
                        broken.opened(),
                        broken.reviewBy()));
                breakGlass.told(connection, broken);
                connection.commit();
            }
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the privacy officer cannot be told that somebody looked without a case; it is tried again: "
                            + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        Thread telling = thread;
        thread = null;
        if (telling != null) {
            telling.interrupt();
        }
    }
}
