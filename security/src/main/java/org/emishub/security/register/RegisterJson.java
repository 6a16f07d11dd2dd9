package org.emishub.security.register;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.BreakGlass;
import org.emishub.security.agreement.Operation;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.json.StrictJson;
import org.emishub.security.register.Cases.Result;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An agreement as an object for machines; its keys are those of the agreement's file. */
final class RegisterJson {
    private RegisterJson() {}

    static ObjectNode of(Register.Row row) {
        Agreement agreement = row.agreement();
        ObjectNode json = StrictJson.newObject()
                .put("agreement", agreement.id())
                .put("version", agreement.version())
                .put("bundleHash", agreement.bundleHash())
                .put("state", row.inForce() ? "in force" : "not in force");
        agreement.supersedes().ifPresent(version -> json.put("supersedes", version));
        json.put("country", agreement.country())
                .put("timeZone", agreement.timeZone().getId())
                .put("title", agreement.title())
                .put("provider", agreement.provider().toString())
                .put("client", agreement.client().toString())
                .put("exchange", word(agreement.exchange()))
                .put("about", agreement.about())
                .put("purpose", agreement.purpose())
                .put("purposeOfUse", agreement.purposeOfUse());
        agreement.dpvPurpose().ifPresent(purpose -> json.put("dpvPurpose", purpose));
        json.put("lawfulBasis", word(agreement.lawfulBasis()))
                .put("law", agreement.law())
                .put("specialCategory", agreement.specialCategory().orElse("none"))
                .put("assessment", agreement.assessment());
        json.putObject("inForce")
                .put("from", agreement.firstDay().toString())
                .put("to", agreement.lastDay().toString());
        json.put("reviewBy", agreement.reviewBy().toString());
        agreement.onlyFor().ifPresent(population -> json.put("onlyFor", population));
        conditions(agreement, json);
        fields(json.putArray("asks"), agreement.asks());
        fields(json.putArray("discloses"), agreement.discloses());
        ArrayNode withheld = json.putArray("withholds");
        agreement.withholds().forEach((path, reason) -> withheld.addObject()
                .put("field", path)
                .put("reason", reason));
        terms(agreement, json);
        cases(row.examples(), json.putArray("cases"));
        return json;
    }

    private static void conditions(Agreement agreement, ObjectNode json) {
        ObjectNode asker =
                json.putObject("asker").put("who", agreement.asker().namedUser() ? "named user" : "organisation");
        agreement.asker().roles().forEach(asker.putArray("roles")::add);
        asker.put("caseRequired", agreement.asker().caseRequired());
        ObjectNode consent =
                json.putObject("consent").put("needed", agreement.consent().needed());
        if (agreement.consent().needed()) {
            consent.put("of", agreement.consent().of())
                    .put("childFrom", agreement.consent().childFrom())
                    .put("withdrawalStopsQueued", agreement.consent().withdrawalStopsQueued());
            ArrayNode from = consent.putArray("takenFrom");
            agreement.consent().takenFrom().forEach(system -> from.add(system.toString()));
        }
        breakGlass(agreement.terms().breakGlass(), json.putObject("breakGlass"));
        ObjectNode sealed = json.putObject("sealed");
        agreement
                .sealed()
                .forEach((kind, without) -> without.stream().sorted().forEach(sealed.putArray(word(kind))::add));
        json.putObject("limits")
                .put("perDay", agreement.limits().perDay())
                .put("perRequest", agreement.limits().perRequest());
    }

    private static void breakGlass(BreakGlass rule, ObjectNode json) {
        json.put("allowed", rule.allowed());
        if (rule.allowed()) {
            rule.reasons().forEach(json.putArray("reasons")::add);
            json.put("minutes", rule.minutes())
                    .put("reviewer", rule.reviewer())
                    .put("within", String.valueOf(rule.within()));
        }
    }

    private static void fields(ArrayNode all, Map<String, Operation> operations) {
        operations.forEach((path, operation) -> {
            ObjectNode field = all.addObject().put("field", path).put("as", operation.text());
            FieldCatalogue.standard().find(path).ifPresent(known -> field.put("meaning", known.meaning())
                    .put("sensitivity", word(known.sensitivity()).replace('_', ' ')));
        });
    }

    private static void terms(Agreement agreement, ObjectNode json) {
        Agreement.Terms terms = agreement.terms();
        agreement.table().ifPresent(table -> table(table, json.putObject("table")));
        agreement.extract().ifPresent(rule -> {
            ObjectNode extract = json.putObject("extract").put("k", rule.k());
            rule.by().forEach(extract.putArray("by")::add);
        });
        json.put("visibleToChild", agreement.visibleToChild());
        terms.hidden().ifPresent(hidden -> json.putObject("withheldFromChild")
                .put("until", hidden.until().toString())
                .put("ground", hidden.ground()));
        json.putObject("retention").put("hub", terms.hubRetention()).put("client", agreement.clientRetention());
        terms.translates().forEach(json.putArray("translates")::add);
        json.put("crossBorder", terms.crossBorder()).put("onward", terms.onward());
        json.putObject("incident")
                .put("contact", terms.incident().contact())
                .put("hours", terms.incident().hours());
        terms.signed().forEach(json.putArray("signed")::add);
    }

    private static void table(TableRule rule, ObjectNode json) {
        json.put("threshold", rule.threshold())
                .put("protection", rule.protection())
                .put("rounding", rule.rounding())
                .put("linkedDays", rule.linkedDays());
        rule.dominance().ifPresent(most -> json.putObject("dominance")
                .put("of", most.of())
                .put("largest", most.largest())
                .put("percent", most.percent()));
        ObjectNode hierarchies = json.putObject("hierarchies");
        rule.hierarchies().forEach((dimension, levels) -> {
            if (levels.isEmpty()) {
                hierarchies.put(dimension, "coarser code");
            } else {
                levels.forEach(hierarchies.putArray(dimension)::add);
            }
        });
    }

    private static void cases(List<Result> examples, ArrayNode all) {
        examples.forEach(result -> {
            List<String> sentences = RegisterText.sentences(result.example());
            all.addObject()
                    .put("case", result.example().title())
                    .put("situation", sentences.get(0))
                    .put("outcome", sentences.get(1))
                    .put("passed", result.passed())
                    .put("difference", result.difference());
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
