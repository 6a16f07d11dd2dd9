package org.emishub.security.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The populations to which an agreement may be limited ({@code onlyFor}); a closed list, each asked of {@link Facts} under its words. */
public enum NamedCheck {
    FAMILIES_WITH_AN_OPEN_GRANT_APPLICATION,
    FAMILIES_WITH_A_GRANT_IN_PAYMENT,
    CHILDREN_STARTING_SCHOOL,
    CHILDREN_ON_A_SCHOOL_ROLL;

    /** The check as an agreement writes it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Optional<NamedCheck> of(String words) {
        return Arrays.stream(values())
                .filter(check -> check.words().equals(words))
                .findFirst();
    }

    static List<String> allWords() {
        return Arrays.stream(values()).map(NamedCheck::words).toList();
    }
}
