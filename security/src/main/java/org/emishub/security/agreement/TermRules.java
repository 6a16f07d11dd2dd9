package org.emishub.security.agreement;

import java.time.Duration;
import java.time.LocalDate;
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
import org.emishub.security.member.SystemId;

/** The parts of an agreement's file that say under which conditions the exchange takes place. */
final class TermRules {
    /** From then on nobody is a child, and consents alone. */
    private static final int OF_AGE = 18;
    /** The hub destroys every payload at the latest then, whatever an agreement would like. */
    private static final int HUB_HOURS = 24;
    /** GDPR article 33. */
    private static final int INCIDENT_HOURS = 72;

    private static final int MOST_GLASS_MINUTES = 24 * 60;
    private static final int MOST_REVIEW_HOURS = 30 * 24;
    private static final int MOST_YEARS_HIDDEN = 5;
    /** Shorter ones ({@code yes}, {@code allowed}) say neither to whom nor why. */
    private static final int SHORTEST_GROUND = 12;

    /** Who may ask, as the file writes it. */
    private enum Who {
        NAMED_USER,
        ORGANISATION
    }

    private final YamlNode root;
    private final Kind kind;
    private final LocalDate firstDay;
    private final LocalDate lastDay;

    TermRules(YamlNode root, Kind kind, LocalDate firstDay, LocalDate lastDay) {
        this.root = root;
        this.kind = kind;
        this.firstDay = firstDay;
        this.lastDay = lastDay;
    }

    AskerRule asker() {
        YamlNode node = root.get("asker").allowOnly(Keys.ASKER);
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
        YamlNode node = root.get("consent").allowOnly(Keys.CONSENT);
        boolean needed = node.get("needed").bool();
        if (basis == LawfulBasis.CONSENT && !needed) {
            throw node.error("the lawful basis is consent, but none is needed", "Write 'needed: true'.");
        }
        if (!needed && node.entries().size() > 1) {
            throw node.error("no consent is needed, but there are rules for it", "Keep 'needed: false' alone.");
        }
        return new ConsentRule(
                needed,
                needed ? giver(node.get("of")) : "",
                node.find("childFrom").map(TermRules::childFrom).orElse(0),
                node.find("withdrawalStopsQueued").map(YamlNode::bool).orElse(needed),
                node.find("takenFrom").map(TermRules::systems).orElse(Set.of()));
    }

    private static Set<SystemId> systems(YamlNode node) {
        Set<SystemId> systems = new LinkedHashSet<>();
        for (YamlNode item : node.items()) {
            if (!systems.add(HeadRules.system(item))) {
                throw item.error("'" + item.text() + "' is there already", "Name each system once.");
            }
        }
        if (systems.isEmpty()) {
            throw node.error("no system is named", "Name at least one system, or remove the line.");
        }
        return systems;
    }

    private static String giver(YamlNode node) {
        if (!node.text().equals("guardian")) {
            throw node.error(
                    "'" + node.text() + "' does not consent for a child",
                    "Write 'of: guardian', and with 'childFrom' from which age the child does too.");
        }
        return node.text();
    }

    private static int childFrom(YamlNode node) {
        return within(node, 1, OF_AGE, "an age from which a child consents");
    }

    private static int within(YamlNode node, int least, int most, String what) {
        if (node.integer() < least || node.integer() > most) {
            throw node.error(
                    "'" + node.text() + "' is not " + what, "Write a number from " + least + " to " + most + ".");
        }
        return node.integer();
    }

    Limits limits() {
        YamlNode node = root.get("limits").allowOnly(Keys.LIMITS);
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
        node.allowOnly(Keys.HIDDEN);
        LocalDate until = node.get("withheldUntil").date();
        LocalDate latest = lastDay.plusYears(MOST_YEARS_HIDDEN);
        if (!until.isAfter(firstDay) || until.isAfter(latest)) {
            throw node.get("withheldUntil")
                    .error(
                            "until " + until + " is not a time for which a child's log may keep silent",
                            "Write a day after " + firstDay + " and at the latest " + latest + ".");
        }
        return Optional.of(new Hidden(until, node.get("ground").text()));
    }

    String clientRetention() {
        return retention().get("client").text();
    }

    private YamlNode retention() {
        return root.get("retention").allowOnly(Keys.RETENTION);
    }

    private String hubRetention() {
        YamlNode node = retention().get("hub");
        boolean hours = node.text().matches("[1-9][0-9]?h after receipt");
        if (!hours || Integer.parseInt(node.text().substring(0, node.text().indexOf('h'))) > HUB_HOURS) {
            throw node.error(
                    "the hub keeps nothing longer than " + HUB_HOURS + " hours",
                    "Write '" + HUB_HOURS + "h after receipt', or fewer hours.");
        }
        return node.text();
    }

    Agreement.Terms others() {
        return new Agreement.Terms(
                root.find("breakGlass").map(this::breakGlass).orElse(BreakGlass.NEVER),
                hubRetention(),
                exception("crossBorder", "none", "to which countries and on which ground"),
                exception("onward", "forbidden", "to whom and on which ground"),
                incident(root.get("incident")),
                hidden(),
                translates(),
                root.find("signed").map(TermRules::signatures).orElse(List.of()));
    }

    /** Whose pseudonyms may be turned into this agreement's; nobody's where it gives none. */
    private Set<String> translates() {
        Optional<YamlNode> node = root.find("translates");
        boolean pseudonyms = root.get("discloses").entries().values().stream()
                .anyMatch(operation -> operation.text().startsWith("pseudonym for "));
        if (node.isPresent() && !pseudonyms) {
            throw node.get().error("no pseudonym leaves that others could be turned into", "Remove 'translates'.");
        }
        return new LinkedHashSet<>(node.map(TermRules::texts).orElse(List.of()));
    }

    /** The word that says no, or a sentence. */
    private String exception(String key, String no, String what) {
        YamlNode node = root.get(key);
        if (!node.text().equals(no) && node.text().length() < SHORTEST_GROUND) {
            throw node.error("'" + node.text() + "' does not say " + what, "Write '" + no + "', or " + what + ".");
        }
        return node.text();
    }

    private BreakGlass breakGlass(YamlNode node) {
        node.allowOnly(Keys.BREAK_GLASS);
        if (node.find("allowed").map(allowed -> !allowed.bool()).orElse(false)) {
            if (node.entries().size() > 1) {
                throw node.error("it is not allowed, but there are rules for it", "Keep 'allowed: false' alone.");
            }
            return BreakGlass.NEVER;
        }
        AskerRule asker = asker();
        if (!asker.namedUser() || !asker.caseRequired()) {
            throw node.error(
                    "a broken glass stands in the place of a named user's case, and none is required",
                    "Write 'allowed: false', or 'case: required' for a named user.");
        }
        List<String> reasons = texts(node.get("reasons"));
        if (reasons.isEmpty() || Set.copyOf(reasons).size() < reasons.size()) {
            throw node.get("reasons").error("no reason is named, or one twice", "Name each reason once.");
        }
        int minutes = within(node.get("minutes"), 1, MOST_GLASS_MINUTES, "a number of minutes for a broken glass");
        Duration review = hours(node.get("within"));
        if (review.toMinutes() < minutes) {
            throw node.get("within")
                    .error(
                            "the glass would stay broken after its review was due",
                            "Write at least the time of 'minutes'.");
        }
        return new BreakGlass(true, reasons, minutes, node.get("reviewer").text(), review);
    }

    /** {@code 72h}. */
    private static Duration hours(YamlNode node) {
        int hours = node.text().matches("[1-9][0-9]{0,3}h")
                ? Integer.parseInt(node.text().substring(0, node.text().length() - 1))
                : 0;
        if (hours < 1 || hours > MOST_REVIEW_HOURS) {
            throw node.error(
                    "'" + node.text() + "' is not a time within which a review is due",
                    "Write hours, as 72h, at most " + MOST_REVIEW_HOURS + "h.");
        }
        return Duration.ofHours(hours);
    }

    private static Incident incident(YamlNode node) {
        node.allowOnly(Keys.INCIDENT);
        YamlNode contact = node.get("contact");
        if (!contact.text().matches("[^\\s@]+@[^\\s@]+|\\+[0-9 ()-]{6,}")) {
            throw contact.error(
                    "'" + contact.text() + "' cannot be written to or called",
                    "Write an address with '@', or a telephone number that begins with '+'.");
        }
        return new Incident(
                contact.text(), within(node.get("hours"), 1, INCIDENT_HOURS, "a number of hours to tell of a breach"));
    }

    private static List<String> signatures(YamlNode node) {
        List<String> names = texts(node);
        node.items().stream()
                .filter(item -> !item.text().matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}\\.p7s"))
                .findFirst()
                .ifPresent(item -> {
                    throw item.error(
                            "'" + item.text() + "' is not the name of a signature's file",
                            "Name a file beside this one that ends in .p7s.");
                });
        if (Set.copyOf(names).size() < names.size()) {
            throw node.error("a signature is named twice", "Name each once.");
        }
        return names;
    }

    private static List<String> texts(YamlNode node) {
        return node.items().stream().map(YamlNode::text).toList();
    }
}
