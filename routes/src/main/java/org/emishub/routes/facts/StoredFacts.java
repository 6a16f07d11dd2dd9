package org.emishub.routes.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.Seal;
import org.emishub.security.vault.ChildVault;

/**
 * Facts kept in PostgreSQL.
 *
 * <p>Each row is found by one keyed hash of everything it is about, so that neither a child nor a case can be read from it, and no two tables can be joined.
 * A fact that cannot be read is a fault: nothing leaves.
 */
public final class StoredFacts implements Facts, FactSource {
    private static final String CASE_OPEN =
            "select 1 from caseload where key = ? and opened_at <= ? and (closed_at is null or closed_at > ?)";
    private static final String CONSENTED =
            "select 1 from consent where key = ? and given_at <= ? and (withdrawn_at is null or withdrawn_at > ?)";
    private static final String SEALED = "select 1 from sealed_child where key = ?";
    private static final String HOLDS = "select 1 from population where key = ?";

    private final DataSource dataSource;
    private final ChildVault vault;

    public StoredFacts(DataSource dataSource, ChildVault vault) {
        this.dataSource = dataSource;
        this.vault = vault;
    }

    @Override
    public Facts about(Agreement agreement, Request request, String child, Instant at) {
        return this;
    }

    @Override
    public boolean caseOpen(String caseId, String actor, String child, Instant at) {
        return holds(CASE_OPEN, caseKey(caseId, actor, child), at);
    }

    @Override
    public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
        return false;
    }

    @Override
    public boolean consented(Giver giver, String child, String agreementId, Instant at) {
        return holds(CONSENTED, consentKey(child, agreementId), at);
    }

    @Override
    public boolean mayBeAtLeast(String child, int years, LocalDate day) {
        return true;
    }

    @Override
    public boolean objected(String child, String agreementId, Instant at) {
        return false;
    }

    @Override
    public Set<Seal> sealed(String child) {
        return holds(SEALED, sealedKey(child), null) ? Set.of(Seal.EVERYTHING) : Set.of();
    }

    @Override
    public boolean populationHolds(String name, String child) {
        return holds(HOLDS, populationKey(name, child), null);
    }

    /** Opens a case of an actor ({@code user@organisation/system}) for a child. */
    public void openCase(String caseId, String actor, String child, Instant at) {
        write(
                """
                insert into caseload (key, opened_at) values (?, ?)
                on conflict (key) do update set opened_at = excluded.opened_at, closed_at = null""",
                caseKey(caseId, actor, child),
                at);
    }

    public void closeCase(String caseId, String actor, String child, Instant at) {
        write("update caseload set closed_at = ? where key = ?", at, caseKey(caseId, actor, child));
    }

    public void giveConsent(String child, String agreementId, Instant at) {
        write(
                """
                insert into consent (key, given_at) values (?, ?)
                on conflict (key) do update set given_at = excluded.given_at, withdrawn_at = null""",
                consentKey(child, agreementId),
                at);
    }

    public void withdrawConsent(String child, String agreementId, Instant at) {
        write("update consent set withdrawn_at = ? where key = ?", at, consentKey(child, agreementId));
    }

    public void seal(String child) {
        write("insert into sealed_child (key) values (?) on conflict do nothing", sealedKey(child));
    }

    public void unseal(String child) {
        write("delete from sealed_child where key = ?", sealedKey(child));
    }

    /** Puts children into a population, named in the words of an agreement's {@code onlyFor}; thousands at a time. */
    public void addToPopulation(String name, Stream<String> children) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into population (key) values (?) on conflict do nothing")) {
            connection.setAutoCommit(false);
            for (String child : (Iterable<String>) children::iterator) {
                insert.setString(1, populationKey(name, child));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    public void removeFromPopulation(String name, String child) {
        write("delete from population where key = ?", populationKey(name, child));
    }

    private String caseKey(String caseId, String actor, String child) {
        return vault.blind("caseload", String.join("\n", caseId, actor, child));
    }

    private String consentKey(String child, String agreementId) {
        return vault.blind("consent", agreementId + "\n" + child);
    }

    private String sealedKey(String child) {
        return vault.blind("sealed-child", child);
    }

    private String populationKey(String name, String child) {
        return vault.blind("population", name + "\n" + child);
    }

    private boolean holds(String sql, String key, @org.jspecify.annotations.Nullable Instant at) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            if (at != null) {
                select.setTimestamp(2, Timestamp.from(at));
                select.setTimestamp(3, Timestamp.from(at));
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private void write(String sql, Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i] instanceof Instant at ? Timestamp.from(at) : values[i];
                statement.setObject(i + 1, value);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static IllegalStateException unavailable(SQLException e) {
        return new IllegalStateException("the facts cannot be read or written", e);
    }
}
