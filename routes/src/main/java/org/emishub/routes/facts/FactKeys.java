package org.emishub.routes.facts;

import java.util.ArrayList;
import java.util.List;
import org.emishub.security.agreement.Seal;
import org.emishub.security.vault.ChildVault;

/** The keyed hashes by which facts are found: nothing can be read from one, and no two tables can be joined. */
final class FactKeys {
    private final ChildVault vault;

    FactKeys(ChildVault vault) {
        this.vault = vault;
    }

    String openCase(String caseId, String actor, String child) {
        return vault.blind("caseload", String.join("\n", caseId, actor, child));
    }

    String guardianship(String guardian, String child) {
        return vault.blind("guardianship", guardian + "\n" + child);
    }

    String birthDate(String child) {
        return vault.blind("birth-date", child);
    }

    String consent(String child, String agreementId) {
        return vault.blind("consent", agreementId + "\n" + child);
    }

    /** Of one person's consents for one child, to all agreements. */
    String consentOf(String who, String child) {
        return vault.blind("consent-who", who + "\n" + child);
    }

    String objection(String child, String agreementId) {
        return vault.blind("objection", agreementId + "\n" + child);
    }

    String objectionOf(String who, String child) {
        return vault.blind("objection-who", who + "\n" + child);
    }

    /** Not even the kind can be read. */
    String seal(Seal kind, String child) {
        return vault.blind("sealed-child", kind == Seal.EVERYTHING ? child : kind.words() + "\n" + child);
    }

    List<String> seals(String child) {
        List<String> keys = new ArrayList<>();
        for (Seal kind : Seal.values()) {
            keys.add(seal(kind, child));
        }
        return keys;
    }

    String population(String name, String child) {
        return vault.blind("population", name + "\n" + child);
    }

    String breakGlass(String actor, String child) {
        return vault.blind("break-glass", actor + "\n" + child);
    }

    String breaker(String actor) {
        return vault.blind("break-glass-actor", actor);
    }
}
