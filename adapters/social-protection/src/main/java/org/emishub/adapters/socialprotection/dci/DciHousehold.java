package org.emishub.adapters.socialprotection.dci;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.codes.CodeMap;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Translates a household ({@code Group}, DCI social registry) and one child in it ({@code Member}) to the child's record. */
record DciHousehold(JsonNode group, JsonNode child) {
    private static final String SYSTEM = "social-protection/registry";
    private static final CodeMap CATEGORY = map("household-category");
    private static final CodeMap PROGRAMME = map("benefit-programme");
    private static final CodeMap STATUS = map("benefit-status");
    private static final CodeMap SEX = map("sex");

    private static CodeMap map(String list) {
        return CodeMap.load(
                DciHousehold.class, "/org/emishub/adapters/socialprotection/codes/" + list + ".csv", SYSTEM, list);
    }

    /** One enrolment of the child in a programme, in the hub's codes. */
    private record Benefit(
            String programme,
            String status,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            Optional<BigDecimal> amount) {
        boolean activeOn(LocalDate day) {
            return status.equals("active")
                    && from.filter(f -> f.isAfter(day)).isEmpty()
                    && until.filter(u -> u.isBefore(day)).isEmpty();
        }
    }

    /** The record, for questions about {@code meals} the answer alone. */
    ChildRecord record(SystemId registry, String about, LocalDate today) throws Malformed {
        ChildRecord.Builder record = ChildRecord.from(registry.toString(), asOf(today));
        List<Benefit> benefits = benefits(child);
        if (about.equals("meals")) {
            person(record);
            meals(record, benefits, today);
        } else {
            person(record);
            household(record, today);
            benefits(record, benefits);
            record.put("disability.status", disability());
        }
        return record.build();
    }

    /** Other registries write 0, 1 or 2 here; what those mean DCI does not say. */
    private Optional<String> disability() {
        JsonNode disabled = child.path("is_disabled");
        return disabled.isBoolean() ? Optional.of(disabled.booleanValue() ? "yes" : "no") : Optional.empty();
    }

    private LocalDate asOf(LocalDate today) throws Malformed {
        return date(group, "last_updated").orElse(today);
    }

    private void person(ChildRecord.Builder record) throws Malformed {
        JsonNode person = child.path("demographic_info");
        record.put("child.id", identifier(person.path("identifier"), "UIN"));
        record.put("child.socialId", identifier(child.path("member_identifier"), "SR_ID"));
        record.put("child.familyName", DciJson.text(person.path("name"), "surname"));
        record.put("child.givenName", DciJson.text(person.path("name"), "given_name"));
        record.put("child.patronymic", DciJson.text(person.path("name"), "second_name"));
        record.put("child.birthDate", date(person, "birth_date"));
        record.put("child.sex", DciJson.text(person, "sex").map(SEX::require));
    }

    private void household(ChildRecord.Builder record, LocalDate today) throws Malformed {
        record.put("household.id", identifier(group.path("group_identifier"), "HOUSEHOLD_ID"));
        record.put("household.address", DciJson.text(group.path("place"), "address"));
        record.put("household.income", attribute("monthly_income").map(DciHousehold::amount));
        record.put("household.category", attribute("means_test_category").map(CATEGORY::require));
        if (group.path("group_size").isIntegralNumber()) {
            record.put("household.size", group.path("group_size").longValue());
        }
        record.put("household.children", children(today));
        record.put("household.receivesGrant", receivesGrant(today));
    }

    /** Any member's cash benefit counts; only a registry that lists every member can say no. */
    private Optional<String> receivesGrant(LocalDate today) throws Malformed {
        JsonNode members = group.path("member_list");
        for (JsonNode member : members) {
            for (Benefit benefit : benefits(member)) {
                if (benefit.activeOn(today) && isCash(benefit)) {
                    return Optional.of("yes");
                }
            }
        }
        return group.path("group_size").asInt(-1) == members.size() ? Optional.of("no") : Optional.empty();
    }

    private static boolean isCash(Benefit benefit) {
        return CodeList.standard("benefit-programme")
                .coarser(benefit.programme())
                .equals(Optional.of("cash"));
    }

    private long children(LocalDate today) throws Malformed {
        long count = 0;
        for (JsonNode member : group.path("member_list")) {
            Optional<LocalDate> birth = date(member.path("demographic_info"), "birth_date");
            if (birth.filter(b -> b.plusYears(18).isAfter(today)).isPresent()) {
                count++;
            }
        }
        return count;
    }

    private void benefits(ChildRecord.Builder record, List<Benefit> benefits) {
        for (int i = 0; i < benefits.size(); i++) {
            String at = "benefit[" + i + "].";
            Benefit benefit = benefits.get(i);
            record.put(at + "programme", benefit.programme());
            record.put(at + "status", benefit.status());
            record.put(at + "from", benefit.from());
            record.put(at + "until", benefit.until());
            record.put(at + "amount", benefit.amount());
        }
    }

    /** Eligible is who is in the school-meals programme today; the day it ends goes with it. */
    private static void meals(ChildRecord.Builder record, List<Benefit> benefits, LocalDate today) {
        List<Benefit> meals = benefits.stream()
                .filter(b -> b.programme().equals("school-meals") && b.activeOn(today))
                .toList();
        record.put("meals.eligible", meals.isEmpty() ? "not eligible" : "eligible");
        record.put(
                "meals.validUntil",
                meals.stream().map(Benefit::until).flatMap(Optional::stream).max(Comparator.naturalOrder()));
    }

    private static List<Benefit> benefits(JsonNode member) throws Malformed {
        List<Benefit> benefits = new ArrayList<>();
        for (JsonNode enrolment : member.path("programme_identifier")) {
            JsonNode benefit = enrolment.path("benefits");
            benefits.add(new Benefit(
                    PROGRAMME.require(required(enrolment.path("programme"), "programme_identifier")),
                    STATUS.require(required(enrolment, "enrolment_status")),
                    date(enrolment, "enrolment_date"),
                    date(enrolment, "graduation_date"),
                    DciJson.text(benefit, "benefit_value").map(DciHousehold::amount)));
        }
        return benefits;
    }

    private static String required(JsonNode node, String name) throws Malformed {
        return DciJson.text(node, name).orElseThrow(() -> new Malformed("a programme enrolment has no " + name));
    }

    /** A number, or a currency and a number ({@code USD 50}); anything else is unknown. */
    private static @Nullable BigDecimal amount(String text) {
        String number = text.replaceFirst("^[A-Z]{3} ", "");
        return number.matches("[0-9]{1,12}(\\.[0-9]{1,2})?") ? new BigDecimal(number) : null;
    }

    private static Optional<String> identifier(JsonNode identifiers, String type) {
        return identifiers
                .valueStream()
                .filter(id -> DciJson.text(id, "identifier_type").orElse("").equals(type))
                .findFirst()
                .flatMap(id -> DciJson.text(id, "identifier_value"));
    }

    /** One of the name/value pairs in which DCI lets a country say what it has no property for. */
    private Optional<String> attribute(String name) {
        return group.path("additional_attributes")
                .valueStream()
                .map((Function<JsonNode, Optional<String>>) pair -> DciJson.text(pair, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<LocalDate> date(JsonNode node, String name) throws Malformed {
        Optional<String> text = DciJson.text(node, name);
        return text.isPresent() ? Optional.of(DciSubject.date(text.get())) : Optional.empty();
    }
}
