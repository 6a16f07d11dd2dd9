package org.emishub.adapters.socialprotection.dci;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Question;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the child that was asked about among the households ({@code Group}) a registry answered with. */
final class DciHouseholds {
    private final SystemId registry;
    private final LocalDate today;

    DciHouseholds(SystemId registry, Clock clock) {
        this.registry = registry;
        this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    Found found(DciReply.Records records, Question question) throws Malformed {
        if (records.tooMany() || records.groups().size() > 1) {
            return new Found.Multiple();
        }
        if (records.groups().isEmpty()) {
            return new Found.None();
        }
        JsonNode group = records.groups().get(0);
        SortedMap<String, Object> asked = question.subject().fields();
        List<JsonNode> children = group.path("member_list")
                .valueStream()
                .filter(member -> fits(member.path("demographic_info"), asked))
                .toList();
        if (children.isEmpty()) {
            throw new Malformed("the household answered has no such member");
        }
        if (children.size() > 1) {
            return new Found.Multiple();
        }
        return bornAsAsked(children.get(0), asked)
                ? new Found.Match(new DciHousehold(group, children.get(0)).record(registry, question.about(), today))
                : new Found.Vetoed();
    }

    private static boolean fits(JsonNode person, SortedMap<String, Object> asked) {
        Object number = asked.get("child.id");
        if (number != null) {
            return person.path("identifier").valueStream().anyMatch(id -> DciJson.text(id, "identifier_value")
                    .orElse("")
                    .equals(number));
        }
        return Map.of("child.familyName", "surname", "child.givenName", "given_name").entrySet().stream()
                .allMatch(name -> sameName(asked.get(name.getKey()), person.path("name"), name.getValue()));
    }

    private static boolean sameName(@Nullable Object asked, JsonNode name, String part) {
        return asked == null || DciJson.text(name, part).orElse("").equalsIgnoreCase(asked.toString());
    }

    /** The registry matched by number or by name; a birth date that we were allowed to tell and that differs speaks against it. */
    private static boolean bornAsAsked(JsonNode member, SortedMap<String, Object> asked) throws Malformed {
        return !(asked.get("child.birthDate") instanceof LocalDate birth)
                || birth.equals(DciSubject.date(DciJson.text(member.path("demographic_info"), "birth_date")
                        .orElse("")));
    }
}
