package org.emishub.routes.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.Seal;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.vault.ChildVault;

/**
 * Facts kept in PostgreSQL.
 *
 * <p>Each row is found by one keyed hash of everything it is about, so that neither a child nor a case can be read from it, and no two tables can be joined.
 * A fact that cannot be read is a fault: nothing leaves.
 */
public final class StoredFacts implements FactSource, AutoCloseable {
    private final DataSource dataSource;
    private final Supplier<Agreements> agreements;
    private final Gathering gathering;
    private final FactKeys keys;
    private final FactBook book;
    private final Optional<ConsentService> service;
    private final Caseload cases;
    private final Guardians guardians;
    private final Consents consents;
    private final Objections objections;
    private final Seals seals;
    private final Representation representation;
    private final BreakGlass breakGlass;
    private final OfficerNotices notices;

    /**
     * Wires them.
     *
     * @param service where a state keeps consents itself
     * @param officer told of every broken glass, once {@link #start}ed
     */
    public StoredFacts(
            DataSource dataSource,
            ChildVault vault,
            Ledger ledger,
            Supplier<Agreements> agreements,
            Optional<ConsentService> service,
            PrivacyOfficer officer,
            Clock clock) {
        this.dataSource = dataSource;
        this.agreements = agreements;
        this.keys = new FactKeys(vault);
        this.gathering = new Gathering(vault, keys);
        this.service = service;
        this.book = new FactBook(ledger, vault, clock);
        this.cases = new Caseload(book, keys);
        this.guardians = new Guardians(dataSource, book, keys);
        this.consents = new Consents(dataSource, vault, agreements, book, keys, guardians);
        this.objections = new Objections(book, keys, guardians);
        this.seals = new Seals(book, keys);
        this.representation = new Representation(dataSource, vault, keys, guardians);
        this.notices = new OfficerNotices(dataSource, agreements, officer);
        this.breakGlass = new BreakGlass(dataSource, vault, agreements, ledger, book, keys, notices::wake);
    }

    /** Begins to tell the privacy officer. */
    public void start() {
        notices.start(breakGlass);
    }

    @Override
    public Facts about(Agreement agreement, Request request, String child, Instant at) {
        Facts known;
        try (Connection connection = dataSource.getConnection()) {
            known = gathering.gather(connection, agreement, request, child);
        } catch (SQLException e) {
            throw unavailable(e);
        }
        return service.<Facts>map(asked -> new OtherConsents(known, ofService(asked, agreement)))
                .orElse(known);
    }

    /** It is asked only for what a decision comes to. */
    private static OtherConsents.Given ofService(ConsentService service, Agreement agreement) {
        return (giver, child, agreementId, at) ->
                agreementId.equals(agreement.id()) && service.consented(giver, child, agreement, at);
    }

    public Caseload cases() {
        return cases;
    }

    public Guardians guardians() {
        return guardians;
    }

    public Consents consents() {
        return consents;
    }

    public Objections objections() {
        return objections;
    }

    public Seals seals() {
        return seals;
    }

    public Representation representation() {
        return representation;
    }

    public BreakGlass breakGlass() {
        return breakGlass;
    }

    /** Opens a case of an actor ({@code user@organisation/system}) for a child, until somebody closes it. */
    public void openCase(String caseId, String actor, String child, Instant at) {
        cases.open(caseId, actor, child, at, Optional.empty(), "hub");
    }

    /** Seals a child altogether. */
    public void seal(String child) {
        seals.seal(child, Seal.EVERYTHING, "hub");
    }

    public void unseal(String child) {
        seals.unseal(child, Seal.EVERYTHING, "hub");
    }

    /** Puts children into a population, named in the words of an agreement's {@code onlyFor}; thousands at a time. */
    public void addToPopulation(String name, Stream<String> children) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into population (key, child) values (?, ?) on conflict do nothing")) {
            connection.setAutoCommit(false);
            for (String child : (Iterable<String>) children::iterator) {
                insert.setString(1, keys.population(name, child));
                insert.setString(2, keys.childIn("population", child));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Deletes what is known of a child, in the caller's transaction; its seals and objections stay, for they protect it.
     *
     * @return how many rows of which kind
     */
    public Map<String, Integer> erase(Connection connection, String child) throws SQLException {
        return new FactErasure(keys, agreements).erase(connection, child);
    }

    private static IllegalStateException unavailable(SQLException e) {
        return new IllegalStateException("the facts cannot be read or written", e);
    }

    @Override
    public void close() {
        notices.close();
    }
}
