package org.emishub.routes.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.emishub.security.agreement.Seal;
import org.emishub.security.vault.ChildVault;

/** The keyed hashes by which facts are found: nothing can be read from one, and no two tables can be joined. */
final class FactKeys {
    private final ChildVault vault;

    FactKeys(ChildVault vault) {
        this.vault = vault;
    }

    /** Blanks around a name or number make it no other. */
    private String key(String table, String... of) {
        return vault.blind(table, Arrays.stream(of).map(String::strip).collect(Collectors.joining("\n")));
    }

    String openCase(String caseId, String actor, String child) {
        return key("caseload", caseId, actor, child);
    }

    String guardianship(String guardian, String child) {
        return key("guardianship", guardian, child);
    }

    String birthDate(String child) {
        return key("birth-date", child);
    }

    String consent(String child, String agreementId) {
        return key("consent", agreementId, child);
    }

    /** Of one person's consents for one child, to all agreements. */
    String consentOf(String who, String child) {
        return key("consent-who", who, child);
    }

    String objection(String child, String agreementId) {
        return key("objection", agreementId, child);
    }

    String objectionOf(String who, String child) {
        return key("objection-who", who, child);
    }

    /** Not even the kind can be read. */
    String seal(Seal kind, String child) {
        return kind == Seal.EVERYTHING ? key("sealed-child", child) : key("sealed-child", kind.words(), child);
    }

    List<String> seals(String child) {
        List<String> keys = new ArrayList<>();
        for (Seal kind : Seal.values()) {
            keys.add(seal(kind, child));
        }
        return keys;
    }

    String population(String name, String child) {
        return key("population", name, child);
    }

    String breakGlass(String actor, String child) {
        return key("break-glass", actor, child);
    }

    String breaker(String actor) {
        return key("break-glass-actor", actor);
    }

    String breakersMember(String organisation) {
        return key("break-glass-member", organisation);
    }
}
