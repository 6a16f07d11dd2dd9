package org.emishub.security.agreement;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.AskerRule;
import org.emishub.security.agreement.Agreement.BreakGlass;
import org.emishub.security.agreement.Agreement.ConsentRule;
import org.emishub.security.agreement.Agreement.Hidden;
import org.emishub.security.agreement.Agreement.Incident;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.agreement.Agreement.Limits;

/** The parts of an agreement's file that say under which conditions the exchange takes place. */
final class TermRules {
    /** Who may ask, as the file writes it. */
    private enum Who {
        NAMED_USER,
        ORGANISATION
    }

    private final YamlNode root;

    TermRules(YamlNode root) {
        this.root = root;
    }

    AskerRule asker(Kind kind) {
        YamlNode node = root.get("asker").allowOnly(Set.of("who", "roles", "case"));
        boolean namedUser = node.get("who").oneOf(Who.class) == Who.NAMED_USER;
        Set<String> roles =
                new LinkedHashSet<>(node.find("roles").map(TermRules::texts).orElse(List.of()));
        boolean caseRequired = node.find("case").map(TermRules::required).orElse(false);
        if (namedUser == roles.isEmpty()) {
            throw node.error("a named user asks in a role, an organisation in none", "Add or remove 'roles'.");
        }
        if ((namedUser || caseRequired) && (kind == Kind.EVENT || kind == Kind.STATISTIC)) {
            throw node.error("nobody asks in an event or a statistic", "Write 'asker: { who: organisation }'.");
        }
        return new AskerRule(namedUser, roles, caseRequired);
    }

    private static boolean required(YamlNode node) {
        return switch (node.text()) {
            case "required" -> true;
            case "none" -> false;
            default -> throw node.error("'" + node.text() + "' is not known here", "Write 'required' or 'none'.");
        };
    }

    ConsentRule consent(LawfulBasis basis) {
        YamlNode node = root.get("consent").allowOnly(Set.of("needed", "of", "childFrom", "withdrawalStopsQueued"));
        boolean needed = node.get("needed").bool();
        if (basis == LawfulBasis.CONSENT && !needed) {
            throw node.error("the lawful basis is consent, but none is needed", "Write 'needed: true'.");
        }
        if (!needed && node.entries().size() > 1) {
            throw node.error("no consent is needed, but there are rules for it", "Keep 'needed: false' alone.");
        }
        return new ConsentRule(
                needed,
                needed ? node.get("of").text() : "",
                node.find("childFrom").map(AgreementFile::positive).orElse(0),
                node.find("withdrawalStopsQueued").map(YamlNode::bool).orElse(needed));
    }

    Limits limits() {
        YamlNode node = root.get("limits").allowOnly(Set.of("perDay", "perRequest"));
        return new Limits(AgreementFile.positive(node.get("perDay")), AgreementFile.positive(node.get("perRequest")));
    }

    boolean visibleNow() {
        YamlNode node = root.get("visibleToChild");
        return node.isText() && node.bool();
    }

    private Optional<Hidden> hidden() {
        YamlNode node = root.get("visibleToChild");
        if (visibleNow()) {
            return Optional.empty();
        }
        if (node.isText()) {
            throw node.error(
                    "an exchange is not hidden for ever",
                    "Write 'visibleToChild: { withheldUntil: DATE, ground: WHY }'.");
        }
        node.allowOnly(Set.of("withheldUntil", "ground"));
        return Optional.of(
                new Hidden(node.get("withheldUntil").date(), node.get("ground").text()));
    }

    String clientRetention() {
        return retention().get("client").text();
    }

    private YamlNode retention() {
        return root.get("retention").allowOnly(Set.of("hub", "client"));
    }

    Agreement.Terms others() {
        return new Agreement.Terms(
                root.find("breakGlass").map(TermRules::breakGlass).orElse(BreakGlass.NEVER),
                retention().get("hub").text(),
                root.get("crossBorder").text(),
                root.get("onward").text(),
                incident(root.get("incident")),
                hidden(),
                root.find("signed").map(TermRules::texts).orElse(List.of()));
    }

    private static BreakGlass breakGlass(YamlNode node) {
        node.allowOnly(Set.of("allowed", "reasons", "minutes", "reviewer", "within"));
        if (node.find("allowed").map(allowed -> !allowed.bool()).orElse(false)) {
            if (node.entries().size() > 1) {
                throw node.error("it is not allowed, but there are rules for it", "Keep 'allowed: false' alone.");
            }
            return BreakGlass.NEVER;
        }
        return new BreakGlass(
                true,
                texts(node.get("reasons")),
                AgreementFile.positive(node.get("minutes")),
                node.get("reviewer").text(),
                hours(node.get("within")));
    }

    /** {@code 72h}. */
    private static Duration hours(YamlNode node) {
        if (!node.text().matches("[1-9][0-9]{0,3}h")) {
            throw node.error("'" + node.text() + "' is not a number of hours", "Write it as 72h.");
        }
        return Duration.ofHours(
                Integer.parseInt(node.text().substring(0, node.text().length() - 1)));
    }

    private static Incident incident(YamlNode node) {
        node.allowOnly(Set.of("contact", "hours"));
        return new Incident(node.get("contact").text(), AgreementFile.positive(node.get("hours")));
    }

    private static List<String> texts(YamlNode node) {
        return node.items().stream().map(YamlNode::text).toList();
    }
}
