package org.emishub.security.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.AskerRule;
import org.emishub.security.agreement.Agreement.BreakGlass;
import org.emishub.security.agreement.Agreement.ConsentRule;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.member.SystemId;

/** An agreement in the words of a record of processing. */
final class RegisterText {
    private RegisterText() {}

    static String basis(Agreement agreement) {
        return word(agreement.lawfulBasis()).replace('_', ' ') + ": " + agreement.law();
    }

    /** The columns of the register, by heading, in order; the same in every format. */
    static Map<String, String> columns(Agreement agreement, boolean inForce) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("agreement", agreement.id());
        columns.put("version", Integer.toString(agreement.version()));
        columns.put(
                "supersedes",
                agreement.supersedes().map(version -> "version " + version).orElse("none"));
        columns.put("title", agreement.title());
        columns.put("country", agreement.country());
        columns.put("provider", agreement.provider().toString());
        columns.put("client", agreement.client().toString());
        columns.put("exchange", word(agreement.exchange()));
        columns.put("about", agreement.about());
        columns.put("purpose", agreement.purpose());
        columns.put("purposeOfUse", agreement.purposeOfUse());
        columns.put("dpvPurpose", agreement.dpvPurpose().orElse("none"));
        columns.put("lawfulBasis", word(agreement.lawfulBasis()));
        columns.put("law", agreement.law());
        columns.put("specialCategory", agreement.specialCategory().orElse("none"));
        columns.put("assessment", agreement.assessment());
        columns.put("inForce", agreement.days());
        columns.put("state", inForce ? "in force" : "not in force");
        columns.put("reviewBy", agreement.reviewBy().toString());
        conditions(agreement, columns);
        columns.put("asks", operations(agreement.asks()));
        columns.put("discloses", operations(agreement.discloses()));
        columns.put("withholds", pairs(agreement.withholds()));
        columns.put("bundleHash", agreement.bundleHash());
        return columns;
    }

    private static void conditions(Agreement agreement, Map<String, String> columns) {
        Agreement.Terms terms = agreement.terms();
        columns.put("onlyFor", agreement.onlyFor().orElse("everybody the provider holds"));
        columns.put("asker", asker(agreement.asker()));
        columns.put("consent", consent(agreement.consent()));
        columns.put("breakGlass", breakGlass(terms.breakGlass()));
        columns.put("sealed", sealed(agreement));
        columns.put(
                "limits",
                agreement.limits().perDay() + " a day, " + agreement.limits().perRequest() + " a request");
        columns.put(
                "threshold",
                agreement.table().map(t -> Integer.toString(t.threshold())).orElse("none"));
        columns.put("table", agreement.table().map(RegisterText::table).orElse("none"));
        columns.put(
                "extract",
                agreement
                        .extract()
                        .map(rule -> "each child looks like " + (rule.k() - 1) + " others in "
                                + String.join(", ", rule.by()))
                        .orElse("none"));
        columns.put(
                "visibleToChild",
                terms.hidden()
                        .map(h -> "not until " + h.until() + ": " + h.ground())
                        .orElse("yes"));
        columns.put("retentionHub", terms.hubRetention());
        columns.put("retentionClient", agreement.clientRetention());
        columns.put("crossBorder", terms.crossBorder());
        columns.put("onward", terms.onward());
        columns.put("translates", terms.translates().isEmpty() ? "no" : String.join(", ", terms.translates()));
        columns.put(
                "incident",
                terms.incident().contact() + " within " + terms.incident().hours() + " hours");
        columns.put("signed", terms.signed().isEmpty() ? "no" : String.join(", ", terms.signed()));
    }

    private static String table(TableRule rule) {
        return "a protected cell stays " + rule.protection() + " children wide"
                + rule.dominance()
                        .map(most -> ", so does one of which the largest " + most.largest() + " by " + most.of()
                                + " hold more than " + most.percent() + " %")
                        .orElse("")
                + (rule.rounding() == 1 ? "" : ", figures rounded to " + rule.rounding())
                + rule.hierarchies().entrySet().stream()
                        .map(levels -> ", " + levels.getKey() + " by "
                                + (levels.getValue().isEmpty() ? "coarser code" : String.join(", ", levels.getValue())))
                        .collect(Collectors.joining())
                + ", held against tables of " + rule.linkedDays() + " days";
    }

    private static String asker(AskerRule rule) {
        return (rule.namedUser() ? "a named user as " + String.join(" or ", rule.roles()) : "the organisation")
                + (rule.caseRequired() ? ", with an open case" : "");
    }

    private static String consent(ConsentRule rule) {
        if (!rule.needed()) {
            return "not needed";
        }
        return "of " + rule.of()
                + (rule.childFrom() > 0 ? " and of the child from " + rule.childFrom() + " years" : "")
                + (rule.withdrawalStopsQueued() ? "; withdrawal stops what is queued" : "")
                + (rule.takenFrom().isEmpty()
                        ? "; noted by the hub's operator alone"
                        : "; taken from "
                                + rule.takenFrom().stream()
                                        .map(SystemId::toString)
                                        .collect(Collectors.joining(" and ")));
    }

    private static String sealed(Agreement agreement) {
        return agreement.sealed().isEmpty()
                ? "nothing is said of a sealed child"
                : agreement.sealed().entrySet().stream()
                        .map(kind -> kind.getKey().words()
                                + (kind.getValue().isEmpty()
                                        ? ": as of others"
                                        : ": without "
                                                + kind.getValue().stream()
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))))
                        .sorted()
                        .collect(Collectors.joining("; "));
    }

    private static String breakGlass(BreakGlass rule) {
        return rule.allowed()
                ? String.join(" or ", rule.reasons()) + ", " + rule.minutes() + " minutes, reviewed by "
                        + rule.reviewer() + " within " + rule.within().toHours() + " hours"
                : "not allowed";
    }

    private static String operations(Map<String, org.emishub.security.agreement.Operation> operations) {
        return operations.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().text())
                .collect(Collectors.joining("; "));
    }

    private static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What a case says, in two sentences: the situation and what comes of it. */
    static List<String> sentences(Case example) {
        String facts = example.known().stream().sorted().map(RegisterText::word).collect(Collectors.joining(", "));
        String situation = example.on().toString().replace('T', ' ') + ", "
                + example.request().actor()
                + (example.request().role().isEmpty()
                        ? ""
                        : " as " + example.request().role())
                + (example.request().caseId().isEmpty()
                        ? ""
                        : ", case " + example.request().caseId())
                + (facts.isEmpty() ? "" : "; " + facts)
                + ".";
        return List.of(situation, outcome(example.expected()));
    }

    private static String outcome(Case.Expected expected) {
        if (expected.refusal().isPresent()) {
            return "Refused: " + expected.refusal().get() + ".";
        }
        return expected.cells().isEmpty()
                ? "Leaves: " + pairs(expected.fields()) + "."
                : "Shows: "
                        + expected.cells().entrySet().stream()
                                .map(cell -> String.join("/", cell.getKey()) + " " + cell.getValue())
                                .collect(Collectors.joining("; "))
                        + ".";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace("_", constant instanceof Case.Fact ? " " : "_");
    }
}
