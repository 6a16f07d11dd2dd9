package org.emishub.routes.facts;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.security.agreement.Seal;
import org.emishub.security.usage.Known;
import org.emishub.security.usage.Sealing;
import org.emishub.security.vault.ChildVault;

/** Who may look at a child's own log, and what a seal keeps out of it. */
public final class Representation {
    /** The earlier of what is kept from all and from the one who asks; of a seal that is against everybody whoever is named, every since counts. */
    private static final String SEALS =
            """
            select s.key, least(s.since, min(a.since)) from sealed_child as s
            left join sealed_against as a on a.key = s.key and (a.who = any (?) or a.key = ?)
            where s.key = any (?) group by s.key having least(s.since, min(a.since)) is not null""";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final FactKeys keys;
    private final Guardians guardians;

    Representation(DataSource dataSource, ChildVault vault, FactKeys keys, Guardians guardians) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.keys = keys;
        this.guardians = guardians;
    }

    /** What is known at the moment of a person who asks for a child's log. */
    public Known of(String person, String child, Instant at) {
        try (Connection connection = dataSource.getConnection()) {
            boolean say = guardians
                    .say(connection, person, child)
                    .filter(during -> during.holds(at))
                    .isPresent();
            boolean self = person.strip().equals(child.strip());
            return new Known(self, say, born(connection, child), seals(connection, person, child));
        } catch (SQLException e) {
            throw new IllegalStateException("the facts cannot be read", e);
        }
    }

    private Optional<LocalDate> born(Connection connection, String child) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select sealed from birth_date where key = ?")) {
            select.setString(1, keys.birthDate(child));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(day(row.getBytes(1))) : Optional.empty();
            }
        } catch (ChildVault.KeyDestroyed e) {
            return Optional.empty();
        }
    }

    private LocalDate day(byte[] sealed) {
        return LocalDate.parse(new String(vault.open(Gathering.BIRTH_DATE, sealed), StandardCharsets.US_ASCII));
    }

    private List<Sealing> seals(Connection connection, String person, String child) throws SQLException {
        Map<String, Seal> kinds = new HashMap<>();
        List<String> against = new ArrayList<>();
        for (Seal kind : Seal.values()) {
            kinds.put(keys.seal(kind, child), kind);
            against.add(keys.sealedAgainst(kind, child, person));
        }
        try (PreparedStatement select = connection.prepareStatement(SEALS)) {
            select.setArray(1, connection.createArrayOf("text", against.toArray()));
            select.setString(2, keys.seal(Seal.EVERYTHING, child));
            select.setArray(3, connection.createArrayOf("text", kinds.keySet().toArray()));
            try (ResultSet row = select.executeQuery()) {
                List<Sealing> seals = new ArrayList<>();
                while (row.next()) {
                    seals.add(new Sealing(
                            kinds.getOrDefault(row.getString(1), Seal.EVERYTHING),
                            row.getTimestamp(2).toInstant()));
                }
                return seals;
            }
        }
    }
}
