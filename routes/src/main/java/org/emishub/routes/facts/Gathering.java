package org.emishub.routes.facts;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.emishub.routes.facts.GatheredFacts.About;
import org.emishub.routes.facts.GatheredFacts.Consent;
import org.emishub.routes.facts.GatheredFacts.During;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.Seal;
import org.emishub.security.vault.ChildVault;
import org.jspecify.annotations.Nullable;

/** Finds, in one statement, what a decision under an agreement asks for; so that nothing has to be cached, and a closed case is closed at once. */
final class Gathering {
    static final String BIRTH_DATE = "birth date";

    private final ChildVault vault;
    private final FactKeys keys;

    Gathering(ChildVault vault, FactKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    GatheredFacts gather(Connection connection, Agreement agreement, Request request, String child)
            throws SQLException {
        About about = new About(
                request.caseId(),
                request.actor(),
                child,
                agreement.id(),
                agreement.onlyFor().orElse(""));
        Map<String, Seal> seals = new HashMap<>();
        for (Seal kind : Seal.values()) {
            seals.put(keys.seal(kind, child), kind);
        }
        List<String> asked = new ArrayList<>();
        String sql = statement(agreement, about, asked);
        GatheredFacts facts = new GatheredFacts(about);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", seals.keySet().toArray()));
            for (int i = 0; i < asked.size(); i++) {
                select.setString(i + 2, asked.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    add(facts, row, seals);
                }
            }
        }
        return facts;
    }

    private String statement(Agreement agreement, About about, List<String> asked) {
        StringJoiner sql = new StringJoiner(" union all ");
        sql.add("select 'seal', key, null::timestamptz, null::timestamptz, null::timestamptz, null::bytea"
                + " from sealed_child where key = any (?)");
        sql.add("select 'objection', '', made_at, ended_at, null, null from objection where key = ?");
        asked.add(keys.objection(about.child(), about.agreementId()));
        if (agreement.asker().caseRequired()) {
            sql.add("select 'case', '', opened_at, closed_at, null, null from caseload where key = ?");
            asked.add(keys.openCase(about.caseId(), about.actor(), about.child()));
        }
        if (agreement.terms().breakGlass().allowed()) {
            sql.add("select 'glass', '', opened_at, until_at, null, null from break_glass"
                    + " where key = ? and agreement = ?");
            asked.add(keys.breakGlass(about.actor(), about.child()));
            asked.add(about.agreementId());
        }
        if (agreement.consent().needed()) {
            sql.add("select 'consent', giver, given_at, until_at, withdrawn_at, null from consent where key = ?");
            asked.add(keys.consent(about.child(), about.agreementId()));
        }
        if (agreement.consent().childFrom() > 0) {
            sql.add("select 'birth', '', null, null, null, sealed from birth_date where key = ?");
            asked.add(keys.birthDate(about.child()));
        }
        if (agreement.onlyFor().isPresent()) {
            sql.add("select 'population', '', null, null, null, null from population where key = ?");
            asked.add(keys.population(about.population(), about.child()));
        }
        return sql.toString();
    }

    private void add(GatheredFacts facts, ResultSet row, Map<String, Seal> seals) throws SQLException {
        Instant from = instant(row, 3);
        Instant until = instant(row, 4);
        switch (row.getString(1)) {
            case "seal" -> facts.seal(seals.getOrDefault(row.getString(2), Seal.EVERYTHING));
            case "objection" -> facts.objection(during(from, until));
            case "case" -> facts.openCase(during(from, until));
            case "glass" -> facts.glass(during(from, until));
            case "consent" -> facts.consent(new Consent(Giver.valueOf(row.getString(2)), from, until, instant(row, 5)));
            case "birth" -> born(facts, row.getBytes(6));
            case "population" -> facts.inPopulation();
            default -> throw new IllegalStateException("a fact that nobody asked for");
        }
    }

    private static During during(@Nullable Instant from, @Nullable Instant until) {
        if (from == null) {
            throw new IllegalStateException("a fact without a beginning");
        }
        return new During(from, until);
    }

    /** A birth date whose key was destroyed is not known any more, so that the child may be of any age. */
    private void born(GatheredFacts facts, byte[] sealed) {
        try {
            facts.born(LocalDate.parse(new String(vault.open(BIRTH_DATE, sealed), StandardCharsets.US_ASCII)));
        } catch (ChildVault.KeyDestroyed e) {
            // Not known.
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
