package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.emishub.deployment.RunningHub;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.LeafShape;
import tools.jackson.databind.node.ObjectNode;

/** Looks through every leaf of a hub for what might be personal: whatever is not of a closed form, and every rule whose beginning is not listed here. */
final class LeafScan {
    /** What a rule may begin with, to its colon or end: words of agreements, doors and checks. */
    private static final Set<String> RULES = Set.of(
            "",
            "a rule in other words",
            "anomaly list",
            "facts for an impact assessment",
            "minimisation matrix",
            "no agreement in force",
            "no agreement",
            "no answer in time",
            "made under another agreement",
            "not a disclosure",
            "the agreement was taken away",
            "dry-run",
            "sealed",
            "soap",
            "translates",
            "inForce");

    private static final Pattern HEADED = Pattern.compile(
            "(?:anomaly|asker\\.(?:who|case|roles)|aud|breakGlass(?:\\.[a-z]+)?|case|child|client|configuration|consent(?:\\.needed)?"
                    + "|delivery|discloses|door|envelope|epk|exp|extract|guardian|header|identify|inForce|iss|kid|lawfulBasis"
                    + "|key|limits?|member|member's key|message id|not in discloses|objection|onlyFor|order|package|provider"
                    + "|purposeOfUse|quota|receipt|sealed|sending|signature|status|table): [a-zA-Z0-9 .,:;/()\\[\\]{}_+<>='*-]{1,150}");

    private static final Pattern TRANSLATES = Pattern.compile("translates [a-z0-9.-]+");

    private LeafScan() {}

    /** Fails naming entry and member, never what it holds; returns the events that were there. */
    static Set<String> nothingPersonal(RunningHub hub) {
        Set<String> events = new TreeSet<>();
        try (Connection connection = hub.part(DataSource.class).getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT sequence, leaf FROM ledger_entry ORDER BY sequence");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ObjectNode leaf = StrictJson.object(rows.getBytes(2));
                events.add(leaf.path("event").asString(""));
                assertThat(LeafShape.faults(leaf))
                        .as("members of #%d %s", rows.getLong(1), leaf.path("event"))
                        .isEmpty();
                String rule = leaf.path("rule").asString("");
                assertThat(RULES.contains(rule)
                                || HEADED.matcher(rule).matches()
                                || TRANSLATES.matcher(rule).matches())
                        .as("#%d %s has an unlisted rule: %s", rows.getLong(1), leaf.path("event"), rule)
                        .isTrue();
            }
        } catch (SQLException | NotWellFormed e) {
            throw new IllegalStateException(e);
        }
        return events;
    }
}
