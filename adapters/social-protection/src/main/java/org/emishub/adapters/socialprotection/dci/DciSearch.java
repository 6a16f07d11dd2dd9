package org.emishub.adapters.socialprotection.dci;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.system.Period;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.JsonNode;

/**
 * One entry of {@code search_request}: who is asked about, for which days, by whom and why.
 *
 * <p>DCI leaves room for an implementation's own keys; ours are {@code emishub:period} in the criteria and {@code emishub:asker} in {@code authorize}.
 */
record DciSearch(ChildRecord subject, Optional<Period> period, Asker asker, String purpose) {
    /** What this door answers for; a message that names another registry is refused. */
    static final String REGISTRY_TYPE = "ns:emishub:RegistryType:Attendance";

    /**
     * Translates one entry.
     *
     * @throws Malformed when it cannot be a question to this registry
     * @throws org.emishub.mappings.codes.UnmappedCode when it holds a code nobody has mapped
     */
    static DciSearch of(JsonNode entry, SystemId client, LocalDate today) throws Malformed {
        JsonNode criteria = entry.path("search_criteria");
        if (!DciJson.text(criteria, "reg_type").orElse(REGISTRY_TYPE).equals(REGISTRY_TYPE)) {
            throw new Malformed("reg_type is another registry's");
        }
        JsonNode authorize = criteria.path("authorize");
        return new DciSearch(
                DciSubject.of(criteria, client, today),
                period(criteria.path("emishub:period")),
                asker(authorize.path("emishub:asker")),
                DciJson.text(authorize.path("purpose"), "code")
                        .or(() -> DciJson.text(criteria.path("consent").path("purpose"), "code"))
                        .orElse(""));
    }

    /** The entries of a message, in order. */
    static List<JsonNode> entries(JsonNode message) throws Malformed {
        JsonNode entries = message.path("search_request");
        if (!entries.isArray()
                || entries.isEmpty()
                || DciJson.text(message, "transaction_id").isEmpty()) {
            throw new Malformed("transaction_id and at least one search_request are needed");
        }
        List<JsonNode> list = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (DciJson.text(entry, "reference_id").isEmpty()) {
                throw new Malformed("every search_request needs a reference_id");
            }
            list.add(entry);
        }
        return list;
    }

    private static Asker asker(JsonNode node) {
        return new Asker(
                DciJson.text(node, "user").orElse(""),
                DciJson.text(node, "role").orElse(""),
                DciJson.text(node, "case").orElse(""));
    }

    private static Optional<Period> period(JsonNode node) throws Malformed {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Period(
                    LocalDate.parse(DciJson.text(node, "from").orElse("")),
                    LocalDate.parse(DciJson.text(node, "to").orElse(""))));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new Malformed("emishub:period needs from and to, as dates");
        }
    }
}
