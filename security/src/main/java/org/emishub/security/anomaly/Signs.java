package org.emishub.security.anomaly;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.identity.Names;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.ChildVault;

/** What is noted of a look while the record is at hand, so that rules can be asked later without it: a verdict and a keyed hash, never a name or a value. */
public final class Signs {
    /** The one who asks has the child's family name. */
    static final String OWN_SURNAME = "own surname";

    /** Followed by a keyed hash of where the child lives, or else goes to school. */
    static final String DISTRICT = "district ";

    private final ChildVault vault;

    public Signs(ChildVault vault) {
        this.vault = vault;
    }

    /**
     * Notes the signs of one look.
     *
     * @param asked the child as the asker described it
     * @param found the child's record as the provider holds it
     * @param askerName the asker's name as the signed request states it; empty when it states none
     */
    public Set<String> of(ChildRecord asked, ChildRecord found, String askerName) {
        Set<String> signs = new HashSet<>();
        if (ownSurname(asked, askerName) || ownSurname(found, askerName)) {
            signs.add(OWN_SURNAME);
        }
        found.text("child.district")
                .or(() -> found.text("enrolment.district"))
                .or(() -> asked.text("child.district"))
                .ifPresent(district -> signs.add(DISTRICT + vault.blind("anomaly.district", district)));
        return signs;
    }

    /** Names are compared in one Latin form; an ending -a is the same family's: Rahimov and Rahimova. */
    private static boolean ownSurname(ChildRecord record, String askerName) {
        Optional<String> family = record.text("child.familyName").or(() -> record.text("child.familyNameLatin"));
        if (family.isEmpty() || askerName.isBlank()) {
            return false;
        }
        String wanted = family(family.get());
        for (String word : askerName.split("[\\s,]+")) {
            if (wanted.length() > 2 && family(word).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String family(String name) {
        String folded = Names.fold(name);
        return folded.endsWith("va") || folded.endsWith("na") ? folded.substring(0, folded.length() - 1) : folded;
    }
}
