package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
            "sealed: after it was made",
            "soap",
            "translates",
            "inForce");

    private static final String HEADS = String.join(
            "|",
            "anomaly|asker\\.[a-z]+|aud|birthdate|breakGlass(?:\\.[a-z]+)?|case|child|claims|client|configuration",
            "consent(?:\\.[a-zA-Z]+)?|consented|delivery|digest|discloses|door|envelope|epk|erasure|evidence|exp|extract|guardian",
            "header|iat|identify|inForce|iss|key|kid|lawfulBasis|limits?(?:\\.[a-zA-Z]+)?|member|member's key|message id",
            "not in discloses|objection|onlyFor|order|package|population|provider|purposeOfUse|purposes|receipt|retention",
            "signature|status|table|translates|usage|witness|(?:Bundle|Consent|Patient)(?:\\.[a-zA-Z]+)*");

    private static final Pattern HEADED =
            Pattern.compile("(?:" + HEADS + "): [a-zA-Z0-9 .,:;/()\\[\\]{}_+<>='*-]{1,190}");

    private static final Pattern PATH = Pattern.compile("[a-z][A-Za-z0-9]*(?:\\.[A-Za-z0-9\\[\\]*]+)*");

    private static final Pattern ABOUT_ANOTHER =
            Pattern.compile("translates [a-z0-9.-]+|decision replay of entry [0-9]+");

    private LeafScan() {}

    /** Returns the events that were there. */
    static Set<String> nothingPersonal(RunningHub hub) {
        Set<String> events = new TreeSet<>();
        Set<String> faults = new TreeSet<>();
        try (Connection connection = hub.part(DataSource.class).getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT sequence, leaf FROM ledger_entry ORDER BY sequence");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ObjectNode leaf = StrictJson.object(rows.getBytes(2));
                events.add(leaf.path("event").asString(""));
                String rule = leaf.path("rule").asString("");
                if (!RULES.contains(rule)
                        && Stream.of(HEADED, PATH, ABOUT_ANOTHER)
                                .noneMatch(form -> form.matcher(rule).matches())) {
                    faults.add("the rule '" + rule + "' of " + leaf.path("event"));
                }
                for (String member : LeafShape.faults(leaf)) {
                    faults.add(member + " of " + leaf.path("event") + ": " + leaf.path(member));
                }
            }
        } catch (SQLException | NotWellFormed e) {
            throw new IllegalStateException(e);
        }
        assertThat(faults).as("what leaves hold that is of no closed form").isEmpty();
        return events;
    }
}
