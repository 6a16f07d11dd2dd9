package org.emishub.security.agreement;

import java.util.Set;

/** The keys an agreement may have; the schema for editors has the same, which a test holds. */
final class Keys {
    static final Set<String> AGREEMENT = Set.of(
            "agreement",
            "version",
            "supersedes",
            "country",
            "timeZone",
            "title",
            "provider",
            "client",
            "exchange",
            "about",
            "purpose",
            "purposeOfUse",
            "dpvPurpose",
            "lawfulBasis",
            "law",
            "specialCategory",
            "assessment",
            "inForce",
            "reviewBy",
            "onlyFor",
            "asker",
            "consent",
            "breakGlass",
            "sealed",
            "limits",
            "asks",
            "discloses",
            "withholds",
            "table",
            "extract",
            "visibleToChild",
            "retention",
            "crossBorder",
            "onward",
            "translates",
            "incident",
            "signed");
    static final Set<String> ASKER = Set.of("who", "roles", "case");
    static final Set<String> CONSENT = Set.of("needed", "of", "childFrom", "withdrawalStopsQueued", "takenFrom");
    static final Set<String> BREAK_GLASS = Set.of("allowed", "reasons", "minutes", "reviewer", "within");
    static final Set<String> LIMITS = Set.of("perDay", "perRequest");
    static final Set<String> HIDDEN = Set.of("withheldUntil", "ground");
    static final Set<String> RETENTION = Set.of("hub", "client");
    static final Set<String> INCIDENT = Set.of("contact", "hours");

    private Keys() {}
}
