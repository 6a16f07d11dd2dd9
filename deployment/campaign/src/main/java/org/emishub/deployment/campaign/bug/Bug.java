package org.emishub.deployment.campaign.bug;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.emishub.deployment.campaign.check.Findings;
import org.emishub.deployment.campaign.check.Rule;
import org.jspecify.annotations.Nullable;

/** Bugs that people have written into systems like this one, each in the fewest lines that today's classes allow. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of, and seeds without state
public enum Bug {
    /** The receipt leaves before the transaction that it speaks of is durable. */
    ACCEPT_BEFORE_COMMIT(
            List.of(
                    after("org.emishub.security.ledger.Task", "run", 1, self -> Sown.call(self, "committed")),
                    before("org.emishub.security.ledger.LedgerTransaction", "flush", 0, (self, arguments) -> {
                        // A commit on a slow disk.
                        Thread.sleep(300);
                        return false;
                    })),
            List.of(Trouble.KILL_HUB),
            Set.of(Rule.LOST)),

    /** A message that was received before is received again. */
    NO_DEDUPE(
            List.of(instead("org.emishub.routes.store.MessageStore", "keep", 2, true)),
            List.of(),
            Set.of(Rule.RECEIPT_DIFFERS, Rule.EXTRA_ENTRY, Rule.DOUBLED)),

    /** A commit is not on disk when it returns. */
    NO_FSYNC(
            List.of(
                    after("org.emishub.security.ledger.LedgerTables", "lockHead", 0, self -> {
                        asynchronous((Connection) Sown.field(self, "connection"), "set local ");
                    }),
                    new Place("com.zaxxer.hikari.HikariDataSource", "getConnection", 0, new Seed() {
                        @Override
                        public @Nullable Object after(
                                @Nullable Object self, Object[] arguments, @Nullable Object returned)
                                throws SQLException {
                            asynchronous((Connection) Objects.requireNonNull(returned), "set ");
                            return returned;
                        }
                    })),
            List.of(Trouble.KILL_DATABASE),
            Set.of(Rule.LOST, Rule.LEDGER)),

    /** What could not be delivered is forgotten. */
    DROP_ON_ERROR(
            List.of(before("org.emishub.routes.delivery.DeliverySteps", "failed", 4, (self, arguments) -> {
                forget(self, arguments[0]);
                return true;
            })),
            List.of(),
            Set.of(Rule.LOST)),

    /** The bytes leave, then it is entered that they did. */
    ENTRY_AFTER_RELEASE(
            List.of(before("org.emishub.routes.delivery.DeliverySteps", "recordRelease", 1, (self, arguments) -> {
                handOver(self, arguments[0]);
                return false;
            })),
            List.of(),
            Set.of(Rule.BEFORE_ENTRY)),

    /** Who was told no is nowhere written down. */
    NO_ENTRY_ON_REFUSAL(
            List.of(instead("org.emishub.routes.exchange.Refusals", "enter", 3, null)),
            List.of(),
            Set.of(Rule.NO_ENTRY)),

    /** What will never be taken is never given up. */
    RETRY_FOREVER(
            List.of(instead("org.emishub.routes.delivery.DeliverySteps", "dead", 3, null)),
            List.of(),
            Set.of(Rule.NOT_ENDED, Rule.ATTEMPTS)),

    /** An older fact follows a newer one. */
    WRONG_ORDER(
            List.of(instead("org.emishub.routes.exchange.Accepting", "place", 2, null)), List.of(), Set.of(Rule.ORDER)),

    /** Any yes counts as a receipt. */
    TRUST_ANY_YES(
            List.of(instead("org.emishub.routes.delivery.HubProtocolReceiver", "requireReceipt", 2, null)),
            List.of(Trouble.YES_WITHOUT_EFFECT),
            Set.of(Rule.NO_EFFECT));

    /** What has to be done to a hub with the bug, besides making it work, so that the bug shows. */
    public enum Trouble {
        /** kill -9 of the hub under load, three times. */
        KILL_HUB,
        /** kill -9 of the database server under load, three times. */
        KILL_DATABASE,
        /** A receiver says 200 for two seconds and does nothing. */
        YES_WITHOUT_EFFECT
    }

    private final List<Place> places;
    private final List<Trouble> troubles;
    private final Set<Rule> complaints;

    Bug(List<Place> places, List<Trouble> troubles, Set<Rule> complaints) {
        this.places = places;
        this.troubles = troubles;
        this.complaints = complaints;
    }

    List<Place> places() {
        return places;
    }

    /** As the agent's argument and the report spell it: {@code accept-before-commit}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Under which troubles it shows; none when load alone is enough. */
    public List<Trouble> troubles() {
        return troubles;
    }

    /** Whether the checker complained as this bug should make it complain. */
    public boolean caughtBy(Findings findings) {
        return findings.broken().stream().anyMatch(complaints::contains);
    }

    private interface On {
        void self(Object self) throws Exception;
    }

    private interface Before {
        boolean on(Object self, Object[] arguments) throws Exception;
    }

    private static Place after(String type, String method, int arguments, On on) {
        return new Place(type, method, arguments, new Seed() {
            @Override
            public @Nullable Object after(@Nullable Object self, Object[] all, @Nullable Object returned)
                    throws Exception {
                on.self(Objects.requireNonNull(self));
                return returned;
            }
        });
    }

    private static Place before(String type, String method, int arguments, Before before) {
        return new Place(type, method, arguments, new Seed() {
            @Override
            public boolean before(@Nullable Object self, Object[] all) throws Exception {
                return before.on(Objects.requireNonNull(self), all);
            }
        });
    }

    private static Place instead(String type, String method, int arguments, @Nullable Object result) {
        return new Place(type, method, arguments, new Seed() {
            @Override
            public boolean before(@Nullable Object self, Object[] all) {
                return true;
            }

            @Override
            public @Nullable Object after(@Nullable Object self, Object[] all, @Nullable Object returned) {
                return result;
            }
        });
    }

    private static void asynchronous(Connection connection, String set) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(set + "synchronous_commit = off");
        }
    }

    private static void forget(Object steps, Object delivery) throws ReflectiveOperationException, SQLException {
        Object id = Sown.got(Sown.got(delivery, "letter"), "id");
        DataSource database = (DataSource) Sown.field(steps, "dataSource");
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from outbox where id = ?")) {
            delete.setObject(1, id);
            delete.executeUpdate();
        }
    }

    private static void handOver(Object steps, Object delivery) throws ReflectiveOperationException {
        Object letter = Sown.got(delivery, "letter");
        Object wire = Sown.got(Sown.got(delivery, "parcel"), "wire");
        try {
            Sown.call(Sown.got(steps, "handover", letter), "deliver", String.valueOf(Sown.got(letter, "id")), wire);
        } catch (InvocationTargetException e) {
            // The receiver said no; that comes once more.
        }
    }
}
