package org.emishub.adapters.socialprotection.simulator;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A household as a DCI {@code Group} with its {@code Member}s. */
final class HouseholdJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HouseholdJson() {}

    static ObjectNode of(Household household) {
        ObjectNode group = JSON.objectNode().put("@type", "spdci:Group").put("group_type", "household");
        identifier(group.putArray("group_identifier"), "HOUSEHOLD_ID", household.number());
        group.putObject("place").put("@type", "Place").put("address", household.address());
        group.put("group_size", household.members().size());
        ArrayNode members = group.putArray("member_list");
        household.members().forEach(member -> members.add(of(member, household.currency())));
        group.put("last_updated", instant(household.updated()));
        ArrayNode more = group.putArray("additional_attributes");
        more.addObject()
                .put(
                        "monthly_income",
                        household.currency() + " " + household.income().toPlainString());
        more.addObject().put("means_test_category", household.category());
        return group;
    }

    private static ObjectNode of(Household.Member member, String currency) {
        ObjectNode node = JSON.objectNode().put("@type", "spdci:Member");
        identifier(node.putArray("member_identifier"), "SR_ID", member.registryId());
        ObjectNode person = node.putObject("demographic_info").put("@type", "SRPerson");
        ArrayNode identifiers = person.putArray("identifier");
        if (!member.uin().isEmpty()) {
            identifier(identifiers, "UIN", member.uin());
        }
        person.putObject("name")
                .put("@type", "Name")
                .put("surname", member.surname())
                .put("given_name", member.givenName())
                .put("second_name", member.secondName());
        person.put("sex", member.sex()).put("birth_date", instant(member.birthDate()));
        member.disabled().ifPresent(disabled -> node.put("is_disabled", disabled));
        ArrayNode programmes = node.putArray("programme_identifier");
        member.programmes().forEach(programme -> programmes.add(of(programme, currency)));
        return node;
    }

    private static ObjectNode of(Household.Enrolment enrolment, String currency) {
        ObjectNode node = JSON.objectNode();
        node.putObject("programme")
                .put("programme_identifier", enrolment.programme())
                .put("programme_name", enrolment.name());
        node.put("enrolment_date", instant(enrolment.from())).put("enrolment_status", enrolment.status());
        enrolment.until().ifPresent(until -> node.put("graduation_date", instant(until)));
        enrolment.amount().ifPresent(amount -> node.putObject("benefits")
                .put("benefit_type", "1")
                .put("benefit_value", currency + " " + amount.toPlainString())
                .put("benefit_frequency", "Monthly"));
        return node;
    }

    private static void identifier(ArrayNode at, String type, String value) {
        at.addObject().put("@type", "Identifier").put("identifier_type", type).put("identifier_value", value);
    }

    private static String instant(LocalDate day) {
        return DateTimeFormatter.ISO_INSTANT.format(day.atStartOfDay(ZoneOffset.UTC));
    }
}
